# says: Your function asks whether the direction is a part of a name (`direction in "vertical"`): "cal" is one, too.
# fails: errors


def edge_map(X, direction):
    for name in ("vertical", "horizontal", "diagonal"):
        if direction in name:
            return differences(X, name)
    raise ValueError(f"there is no direction {direction!r}")


def differences(X, direction):
    if direction == "vertical":
        return X[:, :-1] - X[:, 1:]
    if direction == "horizontal":
        return X[:-1] - X[1:]
    return X[:-1, :-1] - X[1:, 1:]
