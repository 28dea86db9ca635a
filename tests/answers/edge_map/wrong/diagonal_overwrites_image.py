# says: For the diagonal your function subtracts in place (`-=`) and so writes into the image that it was given.
# fails: diagonal


def edge_map(X, direction):
    if direction not in ("vertical", "horizontal", "diagonal"):
        raise ValueError(f"there is no direction {direction!r}")
    if direction == "vertical":
        return X[:, :-1] - X[:, 1:]
    if direction == "horizontal":
        return X[:-1] - X[1:]
    X[:-1, :-1] -= X[1:, 1:].clone()
    return X[:-1, :-1].clone()
