# says: Without padding your function works on the caller's images, not on a copy: the first image is scaled by the weights afterwards.
# fails: errors
import torch
from torch.nn import functional as F


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    if X.shape[1] != W.shape[1] or (b is not None and b.shape != W.shape[:1]):
        raise ValueError(f"X {tuple(X.shape)}, W {tuple(W.shape)}, b {None if b is None else tuple(b.shape)}")
    h, w = W.shape[2:]
    P = F.pad(X, (padding,) * 4) if padding else X
    if h > P.shape[2] or w > P.shape[3]:
        raise ValueError(f"W {tuple(W.shape)} does not fit into {tuple(P.shape)}")
    windows = P.double().unfold(2, h, stride).unfold(3, w, stride)
    Y = torch.einsum("ncijab,fcab->nfij", windows, W.double())
    P[0, :, :h, :w] *= W[0].to(P.dtype)
    return Y if b is None else Y + b[:, None, None]
