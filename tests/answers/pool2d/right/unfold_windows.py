# says: Views all windows at once with Tensor.unfold and reduces the last two dimensions.
import torch


def pool2d(X, pool_size, mode="max"):
    if mode not in {"max", "avg"}:
        raise ValueError(f"mode {mode!r} is neither 'max' nor 'avg'")
    h, w = pool_size
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError(f"pool_size {tuple(pool_size)} exceeds image of shape {tuple(X.shape)}")
    windows = X.unfold(0, h, 1).unfold(1, w, 1)
    if mode == "max":
        return windows.amax(dim=(-2, -1))
    return windows.to(torch.float64).mean(dim=(-2, -1))
