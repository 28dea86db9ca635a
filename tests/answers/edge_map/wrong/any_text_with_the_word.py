# says: Your function accepts any text that contains a direction, "antidiagonal" for instance.
# fails: errors
def edge_map(X, direction):
    if "vertical" in direction:
        return X[:, :-1] - X[:, 1:]
    if "horizontal" in direction:
        return X[:-1] - X[1:]
    if "diagonal" in direction:
        return X[:-1, :-1] - X[1:, 1:]
    raise ValueError(f"unknown direction {direction}")
