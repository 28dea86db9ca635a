# says: Loops over images, channels and windows, and finds the place of the maximum with divmod.
import torch
from torch.nn import functional as F


def max_pool_backward(dY, X, pool_size, stride=None, padding=0):
    settings = (pool_size, pool_size if stride is None else stride, padding)
    (h, w), (sh, sw), (ph, pw) = ((n, n) if isinstance(n, int) else n for n in settings)
    N, C, H, B = X.shape
    right = (N, C, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if dY.shape != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    P = F.pad(X.double(), (pw, pw, ph, ph), value=float("-inf"))
    dP = torch.zeros_like(P)
    for n in range(N):
        for c in range(C):
            for i in range(right[2]):
                for j in range(right[3]):
                    window = P[n, c, i * sh : i * sh + h, j * sw : j * sw + w]
                    a, b = divmod(int(window.argmax()), w)
                    dP[n, c, i * sh + a, j * sw + b] += dY[n, c, i, j]
    return dP[:, :, ph : ph + H, pw : pw + B].clone()
