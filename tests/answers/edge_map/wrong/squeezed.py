# says: Your function drops each dimension of size 1 (`squeeze`): a result with one row or column has another shape.
# fails: straight, diagonal


def edge_map(X, direction):
    if direction not in ("vertical", "horizontal", "diagonal"):
        raise ValueError(f"there is no direction {direction!r}")
    if direction == "vertical":
        Y = X[:, :-1] - X[:, 1:]
    elif direction == "horizontal":
        Y = X[:-1] - X[1:]
    else:
        Y = X[:-1, :-1] - X[1:, 1:]
    return Y.squeeze()
