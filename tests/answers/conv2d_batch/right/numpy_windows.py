# says: NumPy's padding, sliding windows and tensordot, back to a tensor at the end.
import numpy as np
import torch


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    x, k = X.numpy().astype(float), W.numpy().astype(float)
    if x.shape[1] != k.shape[1]:
        raise ValueError(f"X has the shape {x.shape}, W has {k.shape}")
    if b is not None and b.numpy().shape != k.shape[:1]:
        raise ValueError(f"b has the shape {b.numpy().shape}, W has {k.shape}")
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    if x.shape[2] < k.shape[2] or x.shape[3] < k.shape[3]:
        raise ValueError(f"W {k.shape} is larger than the padded X {x.shape}")
    windows = np.lib.stride_tricks.sliding_window_view(x, k.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    y = np.tensordot(windows, k, axes=([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)
    if b is not None:
        y = y + b.numpy()[:, None, None]
    return torch.tensor(y)
