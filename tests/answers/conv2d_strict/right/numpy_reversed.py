# says: NumPy reverses the flattened kernel, and a window view does the rest.
import numpy as np
import torch


def conv2d_strict(X, K):
    kernel = K.numpy().ravel()[::-1].reshape(K.shape)
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), kernel.shape)
    return torch.tensor((windows * kernel).sum(axis=(2, 3)))
