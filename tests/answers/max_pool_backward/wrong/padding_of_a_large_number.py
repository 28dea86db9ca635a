# says: Your padding is −1e9: pixels below that are smaller than it, and the padding takes their gradient. Take −∞.
# fails: windows
import torch
from torch.nn import functional as F


def max_pool_backward(dY, X, pool_size, stride=None, padding=0):
    settings = (pool_size, pool_size if stride is None else stride, padding)
    (h, w), (sh, sw), (ph, pw) = ((n, n) if isinstance(n, int) else n for n in settings)
    N, C, H, B = X.shape
    right = (N, C, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if dY.shape != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    dY = dY.double()
    P = F.pad(X.double(), (pw, pw, ph, ph), value=-1e9)
    dP = torch.zeros_like(P)
    for i in range(right[2]):
        for j in range(right[3]):
            down, across = slice(i * sh, i * sh + h), slice(j * sw, j * sw + w)
            first = P[:, :, down, across].flatten(2).argmax(dim=2)
            mask = F.one_hot(first, h * w).reshape(N, C, h, w)
            dP[:, :, down, across] += mask * dY[:, :, i, j, None, None]
    return dP[:, :, ph : ph + H, pw : pw + B].clone()
