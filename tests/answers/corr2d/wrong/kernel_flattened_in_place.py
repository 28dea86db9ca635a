# says: Your function flattens the kernel in place (`resize_`): afterwards the caller's kernel has another shape.
# fails: purity
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    K.resize_(h * w)
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w].flatten().double() * K).sum()
    return Y
