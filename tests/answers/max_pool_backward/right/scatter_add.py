# says: The number of each window's first maximum in the padded image, and one scatter_add_.
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
    numbers = torch.arange(P[0, 0].numel()).reshape(P.shape[2:]).unfold(0, h, sh).unfold(1, w, sw).flatten(2)
    first = P.unfold(2, h, sh).unfold(3, w, sw).flatten(4).argmax(dim=4)
    targets = numbers.expand(N, C, -1, -1, -1).gather(4, first[..., None]).flatten(2)
    dP = torch.zeros_like(P).flatten(2).scatter_add_(2, targets, dY.double().flatten(2)).reshape(P.shape)
    return dP[:, :, ph : ph + H, pw : pw + B].clone()
