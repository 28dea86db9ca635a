# says: Rows of windows times the transposed filters, in a notebook whose default is double precision.
import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)


def conv2d_im2col(X, W, b=None, stride=1, padding=0):
    (N, C, H, B), (n, D, h, w) = X.shape, W.shape
    (sh, sw), (ph, pw) = ((s, s) if isinstance(s, int) else s for s in (stride, padding))
    if C != D:
        raise ValueError(f"the channels of X {tuple(X.shape)} and W {tuple(W.shape)} differ")
    if h > H + 2 * ph or w > B + 2 * pw:
        raise ValueError(f"W {tuple(W.shape)} does not fit into X {tuple(X.shape)}")
    padded = F.pad(X, (pw, pw, ph, ph)).to(torch.get_default_dtype())
    windows = padded.unfold(2, h, sh).unfold(3, w, sw).permute(0, 2, 3, 1, 4, 5)
    maps = windows.flatten(3) @ W.to(padded.dtype).flatten(1).t()
    if b is not None:
        maps = maps + b
    return maps.permute(0, 3, 1, 2)
