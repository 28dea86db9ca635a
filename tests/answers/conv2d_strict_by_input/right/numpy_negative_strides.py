# says: NumPy reads the image backwards, and the result too.
import numpy as np
import torch


def conv2d_strict_by_input(X, K):
    backwards = X.numpy()[::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(backwards, tuple(K.shape))
    result = np.tensordot(windows, K.numpy(), axes=2)
    return torch.from_numpy(result[::-1, ::-1].copy())
