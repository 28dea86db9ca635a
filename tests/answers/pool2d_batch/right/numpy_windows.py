# says: Works in numpy: pads, takes all windows of stride 1, keeps every sh-th and sw-th, and reduces.
import numpy as np
import torch


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def pool2d_batch(X, pool_size, stride=None, padding=0, mode="max", count_include_pad=True):
    images = X.detach().numpy().astype(np.float64)
    window, border = pair(pool_size), pair(padding)
    step = window if stride is None else pair(stride)
    if mode not in ("max", "avg"):
        raise ValueError(f"mode {mode!r}")
    if any(2 * p > k for p, k in zip(border, window)):
        raise ValueError(f"padding {border} with a window of {window}")
    if any(k > n + 2 * p for k, n, p in zip(window, images.shape[2:], border)):
        raise ValueError(f"a window of {window} on {images.shape}, padding {border}")

    def windows(array, fill):
        array = np.pad(array, [(0, 0), (0, 0), (border[0],) * 2, (border[1],) * 2], constant_values=fill)
        every = np.lib.stride_tricks.sliding_window_view(array, window, axis=(2, 3))
        return every[:, :, :: step[0], :: step[1]]

    if mode == "max":
        return torch.from_numpy(windows(images, -np.inf).max(axis=(-2, -1)))
    total = windows(images, 0.0).sum(axis=(-2, -1))
    count = window[0] * window[1] if count_include_pad else windows(np.ones_like(images), 0.0).sum(axis=(-2, -1))
    return torch.from_numpy(total / count)
