# says: Keeps the image's type for maxima: the border holds the smallest value that the type has.
import torch
from torch.nn import functional as F


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def pool2d_batch(X, pool_size, stride=None, padding=0, mode="max", count_include_pad=True):
    N, C, H, W = X.shape
    h, w = pair(pool_size)
    sh, sw = pair(pool_size if stride is None else stride)
    ph, pw = pair(padding)
    if mode not in ("max", "avg"):
        raise ValueError(f"unknown mode {mode}")
    if ph > h / 2 or pw > w / 2:
        raise ValueError(f"padding {(ph, pw)} is too large for the window {(h, w)}")
    if h > H + 2 * ph or w > W + 2 * pw:
        raise ValueError(f"window {(h, w)} does not fit into images {tuple(X.shape)}")
    border = (pw, pw, ph, ph)
    rows, columns = (H + 2 * ph - h) // sh + 1, (W + 2 * pw - w) // sw + 1

    def shifted(images):
        for a in range(h):
            for b in range(w):
                yield images[..., a : a + sh * (rows - 1) + 1 : sh, b : b + sw * (columns - 1) + 1 : sw]

    if mode == "max":
        lowest = torch.finfo(X.dtype).min if X.is_floating_point() else torch.iinfo(X.dtype).min
        best = torch.full((N, C, rows, columns), lowest, dtype=X.dtype)
        for pixels in shifted(F.pad(X, border, value=lowest)):
            best = torch.maximum(best, pixels)
        return best
    total = sum(shifted(F.pad(X.to(torch.float32), border)))
    count = h * w if count_include_pad else sum(shifted(F.pad(torch.ones(H, W), border)))
    return total / count
