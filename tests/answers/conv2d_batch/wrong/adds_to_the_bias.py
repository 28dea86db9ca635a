# says: Your function collects the sums in the caller's bias, which is larger with each call.
# fails: errors
import torch
from torch.nn import functional as F


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    X, W = X.double(), W.double()
    (N, C, height, width), (n, D, h, w) = X.shape, W.shape
    if C != D or h > height + 2 * padding or w > width + 2 * padding:
        raise ValueError(f"X {tuple(X.shape)} does not go with W {tuple(W.shape)}, padding {padding}")
    if b is not None and b.shape != (n,):
        raise ValueError(f"b {tuple(b.shape)} does not go with W {tuple(W.shape)}")
    windows = F.pad(X, (padding,) * 4).unfold(2, h, stride).unfold(3, w, stride)
    Y = torch.einsum("ncijab,fcab->nfij", windows, W)
    if b is not None:
        Y = Y + b[:, None, None]
        b += 1
    return Y
