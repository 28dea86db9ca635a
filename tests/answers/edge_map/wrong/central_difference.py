# says: Your function compares each pixel with the one after the next: the neighbours are one step apart.
# fails: straight
def edge_map(X, direction):
    if direction == "vertical":
        return X[:, :-2] - X[:, 2:]
    if direction == "horizontal":
        return X[:-2] - X[2:]
    if direction == "diagonal":
        return X[:-1, :-1] - X[1:, 1:]
    raise ValueError(f"unknown direction {direction}")
