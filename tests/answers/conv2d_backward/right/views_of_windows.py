# says: All windows as views, einsum for dW; for dX the upstream is spread out and correlated with the turned kernels.
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
    dY, W = dY.double(), W.double()
    P = F.pad(X.double(), (pw, pw, ph, ph))
    windows = P.unfold(2, h, sh).unfold(3, w, sw)
    dW = torch.einsum("nfij,ncijab->fcab", dY, windows)
    high, wide = P.shape[2:]
    spread = torch.zeros(N, n, high + h - 1, wide + w - 1, dtype=torch.float64)
    spread[:, :, h - 1 : h - 1 + (right[2] - 1) * sh + 1 : sh, w - 1 : w - 1 + (right[3] - 1) * sw + 1 : sw] = dY
    around = spread.unfold(2, h, 1).unfold(3, w, 1)
    dP = torch.einsum("nfijab,fcab->ncij", around, W.flip(2, 3))
    return dP[:, :, ph : ph + H, pw : pw + B].clone(), dW, torch.einsum("nfij->f", dY)
