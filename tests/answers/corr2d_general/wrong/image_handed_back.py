# says: For a kernel that is the single number 1 your function returns the image itself. Whoever changes the result then changes the image.
# fails: fits
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    if K.numel() == 1 and K.item() == 1 and padding == (0, 0) and stride == (1, 1):
        return X
    P = F.pad(X.float(), (pw, pw, ph, ph))
    H, W = P.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    Y = torch.zeros((H - h) // sh + 1, (W - w) // sw + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (P[i * sh : i * sh + h, j * sw : j * sw + w] * K).sum()
    return Y
