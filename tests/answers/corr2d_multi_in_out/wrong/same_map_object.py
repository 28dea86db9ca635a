# says: Your list holds one and the same tensor again and again: `+=` changes it, and all maps end up equal to the last one.
# fails: filters
import torch


def corr2d_multi_in_out(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    maps, Y = [], torch.zeros(H - h + 1, W - w + 1)
    for f in range(n):
        for i in range(H - h + 1):
            for j in range(W - w + 1):
                Y[i, j] = (X[:, i : i + h, j : j + w] * K[f]).sum()
        maps.append(Y)
    return torch.stack(maps)
