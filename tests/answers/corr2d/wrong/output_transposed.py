# says: Your function writes the value for row i and column j to row j and column i.
# fails: orientation, rectangular
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    columns = []
    for j in range(W - w + 1):
        columns.append(torch.stack([(X[i : i + h, j : j + w].double() * K).sum() for i in range(H - h + 1)]))
    return torch.stack(columns)
