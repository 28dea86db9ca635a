# says: NumPy, window by window.
import numpy as np
import torch


def conv2d_backward(dY, X, W, stride=1, padding=0):
    (N, C, H, B), (n, D, h, w) = X.shape, W.shape
    (sh, sw), (ph, pw) = ((s, s) if isinstance(s, int) else s for s in (stride, padding))
    if C != D:
        raise ValueError(f"the channels of X {tuple(X.shape)} and W {tuple(W.shape)} differ")
    right = (N, n, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if tuple(dY.shape) != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    up, k = dY.numpy().astype(float), W.numpy().astype(float)
    x = np.pad(X.numpy().astype(float), ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    dx, dw = np.zeros_like(x), np.zeros_like(k)
    for i, j in np.ndindex(*right[2:]):
        here = np.s_[:, :, i * sh : i * sh + h, j * sw : j * sw + w]
        dw += np.tensordot(up[:, :, i, j], x[here], axes=(0, 0))
        dx[here] += np.tensordot(up[:, :, i, j], k, axes=(1, 0))
    return torch.tensor(dx[:, :, ph : ph + H, pw : pw + B]), torch.tensor(dw), torch.tensor(up.sum(axis=(0, 2, 3)))
