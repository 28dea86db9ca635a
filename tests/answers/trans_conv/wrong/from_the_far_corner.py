# says: Your function places the stamps from the bottom right corner backwards, so the image comes out turned by half a turn.
# fails: orientation, rectangular
import torch


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    H, W = X.shape
    h, w = K.shape
    Y = torch.zeros(H + h - 1, W + w - 1)
    for i in range(H):
        for j in range(W):
            top, left = H - 1 - i, W - 1 - j
            Y[top : top + h, left : left + w] += X[i, j] * K
    return Y
