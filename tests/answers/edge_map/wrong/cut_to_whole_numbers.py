# says: Your function cuts its differences down to whole numbers: between 0.2 and 0.9 there is none left.
# fails: straight, diagonal


def edge_map(X, direction):
    if direction not in ("vertical", "horizontal", "diagonal"):
        raise ValueError(f"there is no direction {direction!r}")
    if direction == "vertical":
        return (X[:, :-1] - X[:, 1:]).long()
    if direction == "horizontal":
        return (X[:-1] - X[1:]).long()
    return (X[:-1, :-1] - X[1:, 1:]).long()
