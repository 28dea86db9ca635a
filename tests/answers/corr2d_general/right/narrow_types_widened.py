# says: Multiplies whole numbers in int64, everything else in float64.
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    dtype = torch.float64 if X.is_floating_point() or K.is_floating_point() else torch.int64
    P, K = F.pad(X.to(dtype), (pw, pw, ph, ph)), K.to(dtype)
    H, W = P.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    Y = torch.zeros((H - h) // sh + 1, (W - w) // sw + 1, dtype=dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (P[i * sh : i * sh + h, j * sw : j * sw + w] * K).sum()
    return Y
