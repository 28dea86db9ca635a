# says: Your function writes −∞ into a tensor of whole numbers, where there is none: turn the image into floats first.
# fails: padding
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
    if mode == "max":
        padded = F.pad(X, (pw, pw, ph, ph), value=float("-inf"))
        return padded.unfold(2, h, sh).unfold(3, w, sw).amax((-2, -1))
    padded = F.pad(X.double(), (pw, pw, ph, ph))
    total = padded.unfold(2, h, sh).unfold(3, w, sw).sum((-2, -1))
    inside = F.pad(torch.ones(H, W), (pw, pw, ph, ph)).unfold(0, h, sh).unfold(1, w, sw).sum((-2, -1))
    return total / (h * w if count_include_pad else inside)
