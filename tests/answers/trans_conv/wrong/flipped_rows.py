# says: Your function turns the kernel upside down. The stamp is the kernel as it is.
# fails: orientation
import torch


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    h, w = K.shape
    Y = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            for a in range(h):
                for b in range(w):
                    Y[i + a, j + b] += X[i, j] * K[h - 1 - a, b]
    return Y
