# says: Your function subtracts in place (`-=`) and so writes its differences into the image that it was given.
# fails: straight, diagonal


def edge_map(X, direction):
    if direction not in ("vertical", "horizontal", "diagonal"):
        raise ValueError(f"there is no direction {direction!r}")
    if direction == "vertical":
        Y = X[:, :-1]
        Y -= X[:, 1:].clone()
    elif direction == "horizontal":
        Y = X[:-1]
        Y -= X[1:].clone()
    else:
        Y = X[:-1, :-1]
        Y -= X[1:, 1:].clone()
    return Y.clone()
