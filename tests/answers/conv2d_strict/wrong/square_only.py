# says: Your function takes the height for the width too: it is right for square images and kernels only.
# fails: flip, rectangular
import torch


def conv2d_strict(X, K):
    n, k = X.shape[0], K.shape[0]
    Y = torch.zeros(n - k + 1, n - k + 1)
    for i in range(n - k + 1):
        for j in range(n - k + 1):
            Y[i, j] = (X[i : i + k, j : j + k] * K.flip(0, 1)).sum()
    return Y
