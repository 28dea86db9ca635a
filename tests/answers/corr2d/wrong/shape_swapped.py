# says: Your result has its height and width swapped: the image's width went with the number of rows.
# fails: orientation, rectangular
import torch


def corr2d(X, K):
    (W, H), (w, h) = X.shape, K.shape
    if w > W or h > H:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w].double() * K).sum()
    return Y
