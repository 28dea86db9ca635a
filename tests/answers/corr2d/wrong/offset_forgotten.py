# says: Your as_strided begins at the first number of the memory: where the image is a part of a larger one, it begins later.
# fails: rectangular
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    X, K = X.double() if not X.is_floating_point() else X, K.double()
    windows = torch.as_strided(X, (H - h + 1, W - w + 1, h, w), X.stride() * 2, 0)
    return (windows * K).sum((-1, -2))
