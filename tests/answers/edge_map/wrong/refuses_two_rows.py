# says: Your function refuses an image of two rows or columns for the diagonal, though two have a difference.
# fails: diagonal


def edge_map(X, direction):
    if direction not in ("vertical", "horizontal", "diagonal"):
        raise ValueError(f"there is no direction {direction!r}")
    if direction == "diagonal" and min(X.shape) < 3:
        raise ValueError(f"an image of {tuple(X.shape)} has no diagonal")
    if direction == "vertical":
        return X[:, :-1] - X[:, 1:]
    if direction == "horizontal":
        return X[:-1] - X[1:]
    return X[:-1, :-1] - X[1:, 1:]
