# says: Your function takes every other word for "diagonal"; it should raise ValueError.
# fails: errors
import torch
from d2l import torch as d2l


def edge_map(X, direction):
    if direction == "vertical":
        K = torch.tensor([[1.0, -1.0]])
    elif direction == "horizontal":
        K = torch.tensor([[1.0], [-1.0]])
    else:
        K = torch.tensor([[1.0, 0.0], [0.0, -1.0]])
    return d2l.corr2d(X, K)
