# says: Your loops take the height for the width: rows and columns of the result are swapped.
# fails: flip, rectangular
import torch


def conv2d_strict(X, K):
    (W, H), (w, h) = X.shape, K.shape
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w] * K.flip((0, 1))).sum()
    return Y
