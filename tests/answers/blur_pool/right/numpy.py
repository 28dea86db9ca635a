# says: NumPy's edge padding and slices.
import numpy as np
import torch


def blur_pool(X, stride):
    P = np.pad(X.numpy(), ((0, 0), (0, 0), (1, 1), (1, 1)), mode="edge")
    Y = 0
    for a, down in enumerate((1, 2, 1)):
        for b, right in enumerate((1, 2, 1)):
            Y = Y + down * right / 16 * P[:, :, a : a + X.shape[2], b : b + X.shape[3]]
    return torch.from_numpy(np.ascontiguousarray(Y[:, :, ::stride, ::stride])).to(X.dtype)
