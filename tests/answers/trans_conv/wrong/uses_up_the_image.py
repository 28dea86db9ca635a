# says: Your function sets each pixel to zero after it has stamped. The image belongs to the caller: leave it as it is.
# fails: purity
import torch


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    h, w = K.shape
    Y = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    while X.any():
        i, j = X.nonzero()[0].tolist()
        Y[i : i + h, j : j + w] += X[i, j] * K
        X[i, j] = 0
    return Y
