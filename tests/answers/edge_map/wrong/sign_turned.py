# says: Your edge map has the opposite sign: it takes right minus left and bottom minus top.
# fails: straight, diagonal, errors
import torch
from d2l import torch as d2l


def edge_map(X, direction):
    kernels = {"vertical": [[-1.0, 1.0]], "horizontal": [[-1.0], [1.0]], "diagonal": [[-1.0, 0.0], [0.0, 1.0]]}
    if direction not in kernels:
        raise ValueError(f"unknown direction {direction}")
    return d2l.corr2d(X, torch.tensor(kernels[direction]))
