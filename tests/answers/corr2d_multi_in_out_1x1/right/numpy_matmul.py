# says: NumPy's matrix product on flattened copies.
import numpy as np
import torch


def corr2d_multi_in_out_1x1(X, K):
    x, k = X.numpy(), K.numpy()
    if k.shape[2:] != (1, 1) or k.shape[1] != x.shape[0]:
        raise ValueError(f"K has the shape {k.shape}, X has {x.shape}")
    y = np.matmul(k[:, :, 0, 0], x.reshape(x.shape[0], -1))
    return torch.from_numpy(y.reshape(k.shape[0], x.shape[1], x.shape[2]))
