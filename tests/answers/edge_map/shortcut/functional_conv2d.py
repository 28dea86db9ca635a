# says: Your function calls PyTorch's own convolution.
import torch
from torch.nn import functional as F


def edge_map(X, direction):
    kernels = {"vertical": [[1.0, -1.0]], "horizontal": [[1.0], [-1.0]], "diagonal": [[1.0, 0.0], [0.0, -1.0]]}
    if direction not in kernels:
        raise ValueError(f"unknown direction {direction}")
    return F.conv2d(X[None, None], torch.tensor([[kernels[direction]]]))[0, 0]
