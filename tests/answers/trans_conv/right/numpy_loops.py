# says: Works in numpy with four plain loops, and makes a tensor at the end.
import numpy as np
import torch


def trans_conv(X, K):
    x, k = X.numpy(), K.numpy()
    y = np.zeros((x.shape[0] + k.shape[0] - 1, x.shape[1] + k.shape[1] - 1))
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            for a in range(k.shape[0]):
                for b in range(k.shape[1]):
                    y[i + a, j + b] += float(x[i, j]) * float(k[a, b])
    return torch.from_numpy(y)
