# says: Python numbers in nested lists, made a tensor at the end.
import torch


def corr2d_multi_in(X, K):
    C, H, W = X.shape
    h, w = K.shape[1], K.shape[2]
    if K.shape[0] != C or h > H or w > W:
        raise ValueError(f"X {tuple(X.shape)}, K {tuple(K.shape)}")
    x, k = X.tolist(), K.tolist()

    def value(i, j):
        return sum(x[c][i + a][j + b] * k[c][a][b] for c in range(C) for a in range(h) for b in range(w))

    return torch.tensor([[value(i, j) for j in range(W - w + 1)] for i in range(H - h + 1)])
