# says: Your error message does not say which direction came in.
# fails: errors
def edge_map(X, direction):
    if direction == "vertical":
        return X[:, :-1] - X[:, 1:]
    if direction == "horizontal":
        return X[:-1] - X[1:]
    if direction == "diagonal":
        return X[:-1, :-1] - X[1:, 1:]
    raise ValueError("direction must be vertical, horizontal or diagonal")
