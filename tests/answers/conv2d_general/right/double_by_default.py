# says: F.unfold and einsum in a notebook whose numbers are double by default.
import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)


def conv2d_general(X, W, b=None, stride=1, padding=0, dilation=1, groups=1):
    (N, C, height, width), (filters, depth, h, w) = X.shape, W.shape
    if C % groups or filters % groups or depth != C // groups:
        raise ValueError(f"X {tuple(X.shape)} does not go with W {tuple(W.shape)} and {groups} groups")
    if b is not None and b.shape != (filters,):
        raise ValueError(f"b {tuple(b.shape)} does not go with {filters} filters")
    rows = (height + 2 * padding - dilation * (h - 1) - 1) // stride + 1
    columns = (width + 2 * padding - dilation * (w - 1) - 1) // stride + 1
    if rows < 1 or columns < 1:
        raise ValueError(f"W {tuple(W.shape)} does not fit into X {tuple(X.shape)}")
    columns_of_X = F.unfold(X, (h, w), dilation=dilation, padding=padding, stride=stride)
    blocks = columns_of_X.reshape(N, groups, depth * h * w, rows * columns)
    kernels = W.reshape(groups, filters // groups, depth * h * w)
    Y = torch.einsum("gfk,ngkl->ngfl", kernels, blocks).reshape(N, filters, rows, columns)
    return Y if b is None else Y + b.reshape(1, -1, 1, 1)
