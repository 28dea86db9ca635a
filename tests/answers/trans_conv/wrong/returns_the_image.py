# says: For a kernel of one pixel your function multiplies the image itself and returns it. Return a tensor of its own.
# fails: purity
import torch


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    h, w = K.shape
    if (h, w) == (1, 1):
        if X.dtype.is_floating_point and K.dtype.is_floating_point:
            X *= K[0, 0]
            return X
        return X * K[0, 0]
    Y = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y
