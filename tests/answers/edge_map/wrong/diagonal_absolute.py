# says: Your diagonal differences have lost their sign.
# fails: diagonal
def edge_map(X, direction):
    if direction == "vertical":
        return X[:, :-1] - X[:, 1:]
    if direction == "horizontal":
        return X[:-1] - X[1:]
    if direction == "diagonal":
        return ((X[:-1, :-1] - X[1:, 1:]) ** 2) ** 0.5
    raise ValueError(f"unknown direction {direction}")
