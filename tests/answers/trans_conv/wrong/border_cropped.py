# says: Your function crops its result to the size of the image. Without padding nothing is cropped: (H + h - 1, W + w - 1).
# fails: overlap, orientation, rectangular, dtype, purity
import torch


def trans_conv(X, K):
    H, W = X.shape
    h, w = K.shape
    Y = torch.zeros(H + h - 1, W + w - 1)
    for i in range(H):
        for j in range(W):
            Y[i : i + h, j : j + w] += X[i, j] * K
    top, left = (h - 1) // 2, (w - 1) // 2
    return Y[top : top + H, left : left + W]
