# says: Your as_strided takes it that a row of the image lies in memory as one piece; in a transposed image it does not.
# fails: rectangular
import torch


def conv2d_strict(X, K):
    (H, W), (h, w) = X.shape, K.shape
    windows = torch.as_strided(X, (H - h + 1, W - w + 1, h, w), (W, 1, W, 1))
    return (windows * K.flip(0, 1)).sum((2, 3))
