# says: F.unfold, F.fold and the products in float32.
from torch.nn import functional as F


def conv2d_backward(dY, X, W, stride=1, padding=0):
    (N, C, H, B), (n, D, h, w) = X.shape, W.shape
    (sh, sw), (ph, pw) = ((s, s) if isinstance(s, int) else s for s in (stride, padding))
    if C != D:
        raise ValueError(f"the channels of X {tuple(X.shape)} and W {tuple(W.shape)} differ")
    right = (N, n, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if tuple(dY.shape) != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    upstream = dY.float().flatten(2)
    cols = F.unfold(X.float(), (h, w), padding=padding, stride=stride)
    dW = (upstream @ cols.mT).sum(dim=0).unflatten(1, (C, h, w))
    dX = F.fold(W.float().flatten(1).mT @ upstream, (H, B), (h, w), padding=padding, stride=stride)
    return dX, dW, upstream.sum(dim=2).sum(dim=0)
