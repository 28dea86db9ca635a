# says: Your function does not use the stride: its result has a value for every place.
# fails: stride, together, fits
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw) = K.shape, padding
    P = F.pad(X.float(), (pw, pw, ph, ph))
    if h > P.shape[0] or w > P.shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    Y = torch.zeros(P.shape[0] - h + 1, P.shape[1] - w + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (P[i : i + h, j : j + w] * K).sum()
    return Y
