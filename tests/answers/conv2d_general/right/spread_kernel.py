# says: Writes the zeros of dilation and groups into a larger kernel, and correlates with that.
import torch
from torch.nn import functional as F


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
    # The dilated kernel with its zeros written out, and zeros for the channels that a filter does not read.
    big = torch.zeros(filters, C, dilation * (h - 1) + 1, dilation * (w - 1) + 1, dtype=W.dtype)
    for f in range(filters):
        g = f // (filters // groups)
        big[f, g * depth : (g + 1) * depth, ::dilation, ::dilation] = W[f]
    P = F.pad(X, (padding,) * 4)
    windows = P.unfold(2, big.shape[2], stride).unfold(3, big.shape[3], stride)
    Y = torch.tensordot(windows, big, dims=([1, 4, 5], [1, 2, 3])).permute(0, 3, 1, 2)
    return Y if b is None else Y + b[None, :, None, None]
