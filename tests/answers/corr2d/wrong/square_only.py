# says: Your function takes the height for the width too: it is right for square images and kernels only.
# fails: orientation, rectangular
import torch


def corr2d(X, K):
    n, k = X.shape[0], K.shape[0]
    if k > n or K.shape[1] > X.shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    Y = torch.zeros(n - k + 1, n - k + 1)
    for i in range(n - k + 1):
        for j in range(n - k + 1):
            Y[i, j] = (X[i : i + k, j : j + k].double() * K).sum()
    return Y
