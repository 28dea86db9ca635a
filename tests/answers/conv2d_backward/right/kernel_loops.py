# says: Loops over the places in the kernel: each is one slice of the padded images, and one product.
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
    dY, W, P = dY.double(), W.double(), F.pad(X.double(), (pw, pw, ph, ph))
    dP, dW = torch.zeros_like(P), torch.zeros_like(W)
    high, wide = (right[2] - 1) * sh + 1, (right[3] - 1) * sw + 1
    for a in range(h):
        for b in range(w):
            down, across = slice(a, a + high, sh), slice(b, b + wide, sw)
            dW[:, :, a, b] = torch.einsum("nfij,ncij->fc", dY, P[:, :, down, across])
            dP[:, :, down, across] += torch.einsum("nfij,fc->ncij", dY, W[:, :, a, b])
    return dP[:, :, ph : ph + H, pw : pw + B].clone(), dW, dY.sum(dim=(0, 2, 3))
