# says: NumPy's sliding windows and a tensordot, back to a tensor at the end.
import numpy as np
import torch


def corr2d_multi_in(X, K):
    if X.shape[0] != K.shape[0] or K.shape[1] > X.shape[1] or K.shape[2] > X.shape[2]:
        raise ValueError(f"X has the shape {tuple(X.shape)}, K has {tuple(K.shape)}")
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), tuple(K.shape[1:]), axis=(1, 2))
    return torch.from_numpy(np.tensordot(windows, K.numpy(), axes=([0, 3, 4], [0, 1, 2])))
