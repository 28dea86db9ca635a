# says: Goes through the pixels of a window in row order and marks the first that equals the maximum; double precision is the default.
import torch

torch.set_default_dtype(torch.float64)


def max_pool_backward(dY, X, pool_size, stride=None, padding=0):
    settings = (pool_size, pool_size if stride is None else stride, padding)
    (h, w), (sh, sw), (ph, pw) = ((n, n) if isinstance(n, int) else n for n in settings)
    N, C, H, B = X.shape
    right = (N, C, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if dY.shape != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    P = torch.full((N, C, H + 2 * ph, B + 2 * pw), float("-inf"))
    P[:, :, ph : ph + H, pw : pw + B] = X
    windows = P.unfold(2, h, sh).unfold(3, w, sw)
    largest, free = windows.amax(dim=(4, 5)), torch.ones(right, dtype=torch.bool)
    dP = torch.zeros(P.shape)
    for a in range(h):
        for b in range(w):
            here = free & (windows[..., a, b] == largest)
            free &= ~here
            down, across = slice(a, a + (right[2] - 1) * sh + 1, sh), slice(b, b + (right[3] - 1) * sw + 1, sw)
            dP[:, :, down, across] += here * dY
    return dP[:, :, ph : ph + H, pw : pw + B].clone()
