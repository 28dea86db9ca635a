# says: Your function flattens images and channels in one order and takes them apart in another, so planes end up with the wrong image.
# fails: planes, average
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
    planes = X.transpose(0, 1).reshape(N * C, 1, H, W).double()
    columns = F.unfold(
        F.pad(planes, (pw, pw, ph, ph), value=float("-inf") if mode == "max" else 0.0), (h, w), stride=(sh, sw)
    )
    if mode == "max":
        pooled = columns.amax(1)
    elif count_include_pad:
        pooled = columns.mean(1)
    else:
        inside = F.pad(torch.ones(1, 1, H, W), (pw, pw, ph, ph))
        pooled = columns.sum(1) / F.unfold(inside, (h, w), stride=(sh, sw)).sum(1)
    return pooled.reshape(N, C, (H + 2 * ph - h) // sh + 1, (W + 2 * pw - w) // sw + 1)
