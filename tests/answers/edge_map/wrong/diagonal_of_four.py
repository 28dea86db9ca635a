# says: Your diagonal mixes all four pixels (both straight differences, one after the other); it needs two of them.
# fails: diagonal, errors
def edge_map(X, direction):
    vertical = X[:, :-1] - X[:, 1:]
    if direction == "vertical":
        return vertical
    if direction == "horizontal":
        return X[:-1] - X[1:]
    if direction == "diagonal":
        return vertical[:-1] - vertical[1:]
    raise ValueError(f"unknown direction {direction}")
