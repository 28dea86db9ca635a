# says: Your "vertical" and "horizontal" are swapped: a vertical edge is found by comparing left with right.
# fails: straight
def edge_map(X, direction):
    if direction == "horizontal":
        return X[:, :-1] - X[:, 1:]
    if direction == "vertical":
        return X[:-1] - X[1:]
    if direction == "diagonal":
        return X[:-1, :-1] - X[1:, 1:]
    raise ValueError(f"unknown direction {direction}")
