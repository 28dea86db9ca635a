# says: Your function is a plain convolution, with a result smaller than the image. A transposed one makes the image larger:
#   (H + h - 1, W + w - 1).
# fails: overlap, orientation, rectangular, dtype, purity
import torch


def trans_conv(X, K):
    h, w = K.shape
    Y = torch.zeros(X.shape[0] - h + 1, X.shape[1] - w + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y
