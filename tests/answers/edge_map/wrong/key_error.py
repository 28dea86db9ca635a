# says: For a direction that it does not know your function raises the dictionary's KeyError; it should be ValueError.
# fails: errors
import torch
from d2l import torch as d2l


def edge_map(X, direction):
    kernels = {"vertical": [[1.0, -1.0]], "horizontal": [[1.0], [-1.0]], "diagonal": [[1.0, 0.0], [0.0, -1.0]]}
    return d2l.corr2d(X, torch.tensor(kernels[direction]))
