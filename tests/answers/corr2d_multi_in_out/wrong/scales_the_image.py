# says: Your function multiplies the image by a kernel in place: the result is right, but afterwards the image is no longer what it was.
# fails: errors
import torch


def corr2d_multi_in_out(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    Y = torch.zeros(n, H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[:, i, j] = (X[:, i : i + h, j : j + w] * K).sum(dim=(1, 2, 3))
    X[:, :h, :w] *= K[0]
    return Y
