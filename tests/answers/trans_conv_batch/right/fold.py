# says: One matrix product makes all stamps, `fold` adds them up and crops; output padding is part of the size that it is told.
import torch
from torch.nn import functional as F


def trans_conv_batch(X, W, stride=1, padding=0, output_padding=0):
    (N, C, rows, columns), (c_in, n_out, h, w) = X.shape, W.shape
    if C != c_in:
        raise ValueError(f"{C} channels in {list(X.shape)} but {c_in} in {list(W.shape)}")
    s, p, o = ((v, v) if isinstance(v, int) else v for v in (stride, padding, output_padding))
    size = ((rows - 1) * s[0] - 2 * p[0] + h + o[0], (columns - 1) * s[1] - 2 * p[1] + w + o[1])
    stamps = torch.einsum("ncl,cq->nql", X.reshape(N, C, -1).double(), W.reshape(C, -1).double())
    big = (size[0] + 2 * p[0], size[1] + 2 * p[1])
    long = ((big[0] - h) % s[0], (big[1] - w) % s[1])
    full = F.fold(stamps, (big[0] - long[0], big[1] - long[1]), (h, w), stride=s)
    full = F.pad(full, (0, long[1], 0, long[0]))
    return full[:, :, p[0] : p[0] + size[0], p[1] : p[1] + size[1]]
