# says: NumPy's windows, argmax and add.at.
import numpy as np
import torch


def max_pool_backward(dY, X, pool_size, stride=None, padding=0):
    settings = (pool_size, pool_size if stride is None else stride, padding)
    (h, w), (sh, sw), (ph, pw) = ((n, n) if isinstance(n, int) else n for n in settings)
    N, C, H, B = X.shape
    right = (N, C, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if dY.shape != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    x = np.pad(X.numpy().astype(float), ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=-np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(x, (h, w), axis=(2, 3))[:, :, ::sh, ::sw]
    a, b = np.divmod(windows.reshape(*right, h * w).argmax(axis=-1), w)
    n, c, i, j = np.indices(right)
    dx = np.zeros_like(x)
    np.add.at(dx, (n, c, i * sh + a, j * sw + b), dY.numpy())
    return torch.tensor(dx[:, :, ph : ph + H, pw : pw + B])
