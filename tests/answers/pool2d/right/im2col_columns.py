# says: Turns each window into a column with F.unfold, then takes the maximum or mean of the columns.
from torch.nn import functional as F


def pool2d(X, pool_size, mode="max"):
    (H, W), (h, w) = X.shape, pool_size
    if mode not in ("max", "avg"):
        raise ValueError(f"mode {mode} is not known")
    if h > H or w > W:
        raise ValueError(f"no window of {h} x {w} in an image of {H} x {W}")
    columns = F.unfold(X.float()[None, None], (h, w))[0]
    reduced = columns.max(dim=0).values if mode == "max" else columns.mean(dim=0)
    return reduced.reshape(H - h + 1, W - w + 1)
