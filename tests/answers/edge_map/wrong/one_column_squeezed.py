# says: Your function drops the dimension of size 1 of a result with one column: its shape is another one then.
# fails: straight


def edge_map(X, direction):
    if direction not in ("vertical", "horizontal", "diagonal"):
        raise ValueError(f"there is no direction {direction!r}")
    if direction == "vertical":
        return (X[:, :-1] - X[:, 1:]).squeeze(1)
    if direction == "horizontal":
        return X[:-1] - X[1:]
    return X[:-1, :-1] - X[1:, 1:]
