# says: Your function compares the number of pixels. A kernel with fewer pixels may still be too high or too wide.
# fails: fits
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    P = F.pad(X.float(), (pw, pw, ph, ph))
    if K.numel() > P.numel():
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    rows, columns = max(0, (P.shape[0] - h) // sh + 1), max(0, (P.shape[1] - w) // sw + 1)
    Y = torch.zeros(rows, columns)
    for i in range(rows):
        for j in range(columns):
            Y[i, j] = (P[i * sh : i * sh + h, j * sw : j * sw + w] * K).sum()
    return Y
