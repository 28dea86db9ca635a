# says: The image minus its shifted self, by slices.
def edge_map(X, direction):
    if direction == "vertical":
        return X[:, :-1] - X[:, 1:]
    if direction == "horizontal":
        return X[:-1] - X[1:]
    if direction == "diagonal":
        return X[:-1, :-1] - X[1:, 1:]
    raise ValueError("direction must be vertical, horizontal or diagonal, not " + direction)
