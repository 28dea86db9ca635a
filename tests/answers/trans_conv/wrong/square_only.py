# says: Your function uses the heights for both directions, so it works for squares only.
# fails: orientation, rectangular
import torch


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    n, k = X.shape[0], K.shape[0]
    Y = torch.zeros(n + k - 1, n + k - 1)
    for i in range(n):
        for j in range(n):
            Y[i : i + k, j : j + k] += X[i, j] * K
    return Y
