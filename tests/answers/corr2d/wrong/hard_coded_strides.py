# says: Your as_strided takes it that a row of the image lies in memory as one piece; in a transposed image it does not.
# fails: rectangular
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    windows = torch.as_strided(X, (H - h + 1, W - w + 1, h, w), (W, 1, W, 1))
    return (windows.double() * K).sum((-1, -2))
