# says: Your function turns the kernel by half a turn before it stamps. The stamp is the kernel as it is.
# fails: orientation
# group: Your stamps come out turned by half a turn. The stamp is the kernel as it is; who pads and correlates flips the kernel first.
import torch


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    h, w = K.shape
    K = K.flip(0, 1)
    Y = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y
