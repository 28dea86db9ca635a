# says: Your edge map has no sign: it cannot tell white to black from black to white.
# fails: straight, diagonal
def edge_map(X, direction):
    if direction == "vertical":
        return (X[:, :-1] - X[:, 1:]).abs()
    if direction == "horizontal":
        return (X[:-1] - X[1:]).abs()
    if direction == "diagonal":
        return (X[:-1, :-1] - X[1:, 1:]).abs()
    raise ValueError(f"unknown direction {direction}")
