# says: Pads with −∞ or 0, turns windows into columns with F.unfold, and reduces; a second unfold counts the pixels.
import torch
from torch.nn import functional as F


def pool2d_batch(X, pool_size, stride=None, padding=0, mode="max", count_include_pad=True):
    h, w = (pool_size, pool_size) if isinstance(pool_size, int) else pool_size
    if stride is None:
        stride = (h, w)
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    N, C, H, W = X.shape
    if mode not in ("max", "avg"):
        raise ValueError(f"unknown mode {mode}")
    if ph > h / 2 or pw > w / 2:
        raise ValueError(f"padding {(ph, pw)} is too large for the window {(h, w)}")
    if h > H + 2 * ph or w > W + 2 * pw:
        raise ValueError(f"window {(h, w)} does not fit into images {tuple(X.shape)}")
    border = (pw, pw, ph, ph)
    images = X.float().reshape(N * C, 1, H, W)
    padded = F.pad(images, border, value=-torch.inf if mode == "max" else 0)
    columns = F.unfold(padded, (h, w), stride=(sh, sw))
    if mode == "max":
        result = columns.amax(dim=1)
    elif count_include_pad:
        result = columns.mean(dim=1)
    else:
        counts = F.unfold(F.pad(torch.ones(1, 1, H, W), border), (h, w), stride=(sh, sw))
        result = columns.sum(dim=1) / counts.sum(dim=1)
    return result.reshape(N, C, (H + 2 * ph - h) // sh + 1, -1)
