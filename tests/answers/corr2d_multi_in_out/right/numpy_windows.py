# says: NumPy's sliding windows and a tensordot, back to a tensor at the end.
import numpy as np
import torch


def corr2d_multi_in_out(X, K):
    if X.shape[0] != K.shape[1] or K.shape[2] > X.shape[1] or K.shape[3] > X.shape[2]:
        raise ValueError(f"X has the shape {tuple(X.shape)}, K has {tuple(K.shape)}")
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), tuple(K.shape[2:]), axis=(1, 2))
    return torch.from_numpy(np.tensordot(K.numpy(), windows, axes=([1, 2, 3], [0, 3, 4])))
