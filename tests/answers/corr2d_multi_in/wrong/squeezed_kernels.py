# says: Your function squeezes each kernel: a kernel of a single column turns into a row, and broadcasting does the rest.
# fails: sizes
import torch


def corr2d_multi_in(X, K):
    (C, H, W), (D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    Y = torch.zeros(H - h + 1, W - w + 1)
    for c in range(C):
        k = K[c].squeeze()
        for i in range(H - h + 1):
            for j in range(W - w + 1):
                Y[i, j] += (X[c, i : i + h, j : j + w] * k).sum()
    return Y
