# says: For a direction that it does not know your function returns None; it should raise ValueError.
# fails: errors
def edge_map(X, direction):
    if direction == "vertical":
        return X[:, :-1] - X[:, 1:]
    if direction == "horizontal":
        return X[:-1] - X[1:]
    if direction == "diagonal":
        return X[:-1, :-1] - X[1:, 1:]
