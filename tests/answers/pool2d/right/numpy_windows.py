# says: Works in numpy with sliding_window_view and turns the result into a tensor at the end.
import numpy as np
import torch


def pool2d(X, pool_size, mode="max"):
    image = X.detach().numpy()
    if mode not in ("max", "avg"):
        raise ValueError("mode " + str(mode))
    if any(k > n for k, n in zip(pool_size, image.shape)):
        raise ValueError(f"window {pool_size}, image {image.shape}")
    windows = np.lib.stride_tricks.sliding_window_view(image, pool_size)
    result = windows.max(axis=(2, 3)) if mode == "max" else windows.mean(axis=(2, 3))
    return torch.from_numpy(result)
