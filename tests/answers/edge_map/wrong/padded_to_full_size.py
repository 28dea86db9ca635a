# says: Your result is as large as the image: at its last row and column there is no neighbour to compare with.
# fails: straight, diagonal, errors
def edge_map(X, direction):
    shifts = {"vertical": (0, -1), "horizontal": (-1, 0), "diagonal": (-1, -1)}
    if direction not in shifts:
        raise ValueError(f"unknown direction {direction}")
    return X - X.roll(shifts[direction], dims=(0, 1))
