# says: Products of spectra: a correlation for dW and a convolution for dX, with the upstream spread out by the stride.
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
    P = F.pad(X.double(), (pw, pw, ph, ph))
    size = P.shape[2:]
    spread = torch.zeros(N, n, *size, dtype=torch.float64)
    spread[:, :, : (right[2] - 1) * sh + 1 : sh, : (right[3] - 1) * sw + 1 : sw] = dY
    up = torch.fft.rfft2(spread)
    cross = torch.einsum("nfij,ncij->fcij", up.conj(), torch.fft.rfft2(P))
    dW = torch.fft.irfft2(cross, s=size)[:, :, :h, :w].clone()
    back = torch.einsum("nfij,fcij->ncij", up, torch.fft.rfft2(W.double(), s=size))
    dP = torch.fft.irfft2(back, s=size)
    return dP[:, :, ph : ph + H, pw : pw + B].clone(), dW, dY.double().sum(dim=(0, 2, 3))
