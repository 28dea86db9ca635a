# says: Your function deals the channels out in turns: filter f reads every groups-th channel. A group is a block of neighbouring channels.
# fails: groups, together
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
    P = F.pad(X, (padding,) * 4)
    each = filters // groups
    maps = []
    for f in range(filters):
        first = f // each * depth
        total = torch.zeros(N, rows, columns, dtype=X.dtype)
        for c in range(depth):
            for i in range(h):
                for j in range(w):
                    seen = P[:, c * groups + f // each, i * dilation :: stride, j * dilation :: stride]
                    total = total + W[f, c, i, j] * seen[:, :rows, :columns]
        maps.append(total)
    Y = torch.stack(maps, dim=1)
    return Y if b is None else Y + b[:, None, None]
