# says: Your function runs a library's pooling over a row and measures the result.
import torch
from torch.nn import functional as F


def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    if dilation * (k - 1) + 1 > n + 2 * padding:
        raise ValueError(f"kernel {k} does not fit into {n}")
    row = F.pad(torch.zeros(1, 1, n), (padding, padding))
    return F.max_pool1d(row, k, stride=stride, dilation=dilation).shape[2]
