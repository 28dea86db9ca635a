# says: Your function refuses a padding of more than half the kernel. It is allowed: some windows then lie in the frame only.
# fails: padding, together
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    if 2 * ph > h or 2 * pw > w:
        raise ValueError(f"padding {padding} for kernel {tuple(K.shape)} on image {tuple(X.shape)}")
    P = F.pad(X.float(), (pw, pw, ph, ph))
    H, W = P.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    Y = torch.zeros((H - h) // sh + 1, (W - w) // sw + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (P[i * sh : i * sh + h, j * sw : j * sw + w] * K).sum()
    return Y
