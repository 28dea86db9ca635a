# says: Your function looks at the first letter of the direction alone: any word that begins with v, h or d passes.
# fails: errors


def edge_map(X, direction):
    for name in ("vertical", "horizontal", "diagonal"):
        if name[0] == direction[0]:
            return differences(X, name)
    raise ValueError(f"there is no direction {direction!r}")


def differences(X, direction):
    if direction == "vertical":
        return X[:, :-1] - X[:, 1:]
    if direction == "horizontal":
        return X[:-1] - X[1:]
    return X[:-1, :-1] - X[1:, 1:]
