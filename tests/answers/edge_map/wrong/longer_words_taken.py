# says: Your function takes any word that begins with a direction: "diagonally" is another word and is to be refused.
# fails: errors


def edge_map(X, direction):
    for name in ("vertical", "horizontal", "diagonal"):
        if direction.startswith(name):
            return differences(X, name)
    raise ValueError(f"there is no direction {direction!r}")


def differences(X, direction):
    if direction == "vertical":
        return X[:, :-1] - X[:, 1:]
    if direction == "horizontal":
        return X[:-1] - X[1:]
    return X[:-1, :-1] - X[1:, 1:]
