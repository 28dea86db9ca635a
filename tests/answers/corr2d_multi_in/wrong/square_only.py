# says: Your function takes the kernel's height for its width as well: it works with square kernels only.
# fails: channels, sizes, errors
import torch


def corr2d_multi_in(X, K):
    C, H, W = X.shape
    h = K.shape[1]
    if C != K.shape[0] or h > H or K.shape[2] > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    Y = torch.zeros(H - h + 1, W - h + 1)
    for i in range(H - h + 1):
        for j in range(W - h + 1):
            Y[i, j] = (X[:, i : i + h, j : j + h] * K).sum()
    return Y
