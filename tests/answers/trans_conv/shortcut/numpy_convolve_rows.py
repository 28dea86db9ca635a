# says: Your function convolves row by row with NumPy's convolution.
import numpy as np
import torch


def trans_conv(X, K):
    x, k = X.numpy(), K.numpy()
    y = np.zeros((x.shape[0] + k.shape[0] - 1, x.shape[1] + k.shape[1] - 1))
    for i in range(x.shape[0]):
        for a in range(k.shape[0]):
            y[i + a] += np.convolve(x[i], k[a])
    return torch.from_numpy(y)
