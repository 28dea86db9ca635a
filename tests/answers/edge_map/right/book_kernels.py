# says: A kernel for each direction, and the book's corr2d.
import torch
from d2l import torch as d2l


def edge_map(X, direction):
    if direction == "vertical":
        kernel = torch.tensor([[1.0, -1.0]])
    elif direction == "horizontal":
        kernel = torch.tensor([[1.0], [-1.0]])
    elif direction == "diagonal":
        kernel = torch.eye(2) * torch.tensor([1.0, -1.0])
    else:
        raise ValueError(f"unknown direction {direction!r}")
    return d2l.corr2d(X, kernel)
