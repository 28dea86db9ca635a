# says: Your vertical and horizontal edges have the opposite sign: torch.diff takes the next pixel minus this one.
# fails: straight
import torch


def edge_map(X, direction):
    if direction == "vertical":
        return torch.diff(X, dim=1)
    if direction == "horizontal":
        return torch.diff(X, dim=0)
    if direction == "diagonal":
        return X[:-1, :-1] - X[1:, 1:]
    raise ValueError(f"unknown direction {direction}")
