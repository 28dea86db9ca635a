# says: Your function counts the columns as it counts the rows: it is right for square images only.
# fails: straight, diagonal


def edge_map(X, direction):
    if direction not in ("vertical", "horizontal", "diagonal"):
        raise ValueError(f"there is no direction {direction!r}")
    n = X.shape[0]
    if direction == "vertical":
        return X[:, : n - 1] - X[:, 1:n]
    if direction == "horizontal":
        return X[: n - 1] - X[1:n]
    return X[: n - 1, : n - 1] - X[1:n, 1:n]
