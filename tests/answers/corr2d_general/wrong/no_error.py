# says: Your function does not test whether the kernel fits, so a kernel that is too large ends in an error of PyTorch's own.
# fails: fits
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    P = F.pad(X.float(), (pw, pw, ph, ph))
    Y = torch.zeros((P.shape[0] - h) // sh + 1, (P.shape[1] - w) // sw + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (P[i * sh : i * sh + h, j * sw : j * sw + w] * K).sum()
    return Y
