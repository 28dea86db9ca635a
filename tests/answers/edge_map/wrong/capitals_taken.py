# says: Your function takes capitals for small letters: "Vertical" is another word than "vertical" and is to be refused.
# fails: errors


def edge_map(X, direction):
    word, direction = direction, direction.lower()
    if direction not in ("vertical", "horizontal", "diagonal"):
        raise ValueError(f"there is no direction {word!r}")
    if direction == "vertical":
        return X[:, :-1] - X[:, 1:]
    if direction == "horizontal":
        return X[:-1] - X[1:]
    return X[:-1, :-1] - X[1:, 1:]
