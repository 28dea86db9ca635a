# says: Your function lets PyTorch's convolution take the means, and its pooling the maxima.
import torch


def pool2d(X, pool_size, mode="max"):
    h, w = pool_size
    if mode not in ("max", "avg"):
        raise ValueError(f"mode {mode}")
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError(f"window {(h, w)}, image {tuple(X.shape)}")
    if mode == "avg":
        return torch.conv2d(X.double()[None, None], torch.full((1, 1, h, w), 1 / (h * w), dtype=torch.float64))[0, 0]
    return torch.max_pool2d(X.double()[None, None], (h, w), stride=1)[0, 0]
