# says: The layer as a matrix of windows and pixels, built with numbered pixels; its transpose brings the upstream back.
import torch
from torch.nn import functional as F


def conv2d_backward(dY, X, W, stride=1, padding=0):
    (N, C, H, B), (n, D, h, w) = X.shape, W.shape
    (sh, sw), (ph, pw) = ((s, s) if isinstance(s, int) else s for s in (stride, padding))
    if C != D:
        raise ValueError(f"the channels of X {tuple(X.shape)} and W {tuple(W.shape)} differ")
    right = (N, n, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if tuple(dY.shape) != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    high, wide = H + 2 * ph, B + 2 * pw
    numbers = torch.arange(high * wide).reshape(high, wide).unfold(0, h, sh).unfold(1, w, sw)
    picked = F.one_hot(numbers.reshape(-1, h * w), high * wide).double()  # (L, hw, pixels)
    upstream = dY.double().flatten(2)
    pixels = F.pad(X.double(), (pw, pw, ph, ph)).flatten(2)
    dW = torch.einsum("nfl,lkp,ncp->fck", upstream, picked, pixels).reshape(W.shape)
    dP = torch.einsum("nfl,lkp,fck->ncp", upstream, picked, W.double().flatten(2)).reshape(N, C, high, wide)
    return dP[:, :, ph : ph + H, pw : pw + B].clone(), dW, upstream.sum(dim=(0, 2))
