# says: Your function asks PyTorch's max pooling for the places of the maxima.
import torch
from torch.nn import functional as F


def max_pool_backward(dY, X, pool_size, stride=None, padding=0):
    settings = (pool_size, pool_size if stride is None else stride, padding)
    (h, w), (sh, sw), (ph, pw) = ((n, n) if isinstance(n, int) else n for n in settings)
    N, C, H, B = X.shape
    right = (N, C, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if dY.shape != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    _, places = F.max_pool2d(X.double(), (h, w), (sh, sw), (ph, pw), return_indices=True)
    dX = torch.zeros(N, C, H * B, dtype=torch.float64)
    return dX.scatter_add_(2, places.flatten(2), dY.double().flatten(2)).reshape(X.shape)
