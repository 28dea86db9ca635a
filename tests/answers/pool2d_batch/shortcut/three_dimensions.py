# says: Your function calls PyTorch's pooling for three dimensions with a window one deep.
import torch


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def pool2d_batch(X, pool_size, stride=None, padding=0, mode="max", count_include_pad=True):
    N, C, H, W = X.shape
    h, w = pair(pool_size)
    sh, sw = pair(pool_size if stride is None else stride)
    ph, pw = pair(padding)
    if 2 * ph > h or 2 * pw > w:
        raise ValueError(f"padding {(ph, pw)}, window {(h, w)}")
    if mode not in ("max", "avg") or h > H + 2 * ph or w > W + 2 * pw:
        raise ValueError(f"mode {mode}, window {(h, w)}, images {tuple(X.shape)}")
    window, step, border = (1, h, w), (1, sh, sw), (0, ph, pw)
    if mode == "max":
        return torch.max_pool3d(X.double(), window, step, border)
    return torch.nn.functional.avg_pool3d(X.double(), window, step, border, count_include_pad=count_include_pad)
