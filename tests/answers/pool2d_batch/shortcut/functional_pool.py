# says: Your function calls PyTorch's own pooling.
from torch.nn import functional as F


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
    if mode == "max":
        return F.max_pool2d(X.double(), (h, w), (sh, sw), (ph, pw))
    return F.avg_pool2d(X.double(), (h, w), (sh, sw), (ph, pw), count_include_pad=count_include_pad)
