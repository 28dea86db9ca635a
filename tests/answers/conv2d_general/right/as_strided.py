# says: A view of all dilated windows by their strides; the groups are cut with chunk.
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
    P = F.pad(X, (padding,) * 4).contiguous()
    n, c, r, s = P.stride()
    windows = P.as_strided((N, C, rows, columns, h, w), (n, c, stride * r, stride * s, dilation * r, dilation * s))
    parts = []
    for block, kernels in zip(windows.chunk(groups, dim=1), W.chunk(groups), strict=True):
        parts.append(torch.einsum("ncijab,fcab->nfij", block, kernels))
    Y = torch.cat(parts, dim=1)
    return Y if b is None else Y + b.view(-1, 1, 1)
