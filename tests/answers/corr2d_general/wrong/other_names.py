# says: Your parameters have other names than X and K, so a call with these names fails.
# fails: together
import torch
from torch.nn import functional as F


def corr2d_general(image, kernel, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), (sh, sw) = kernel.shape, padding, stride
    P = F.pad(image.float(), (pw, pw, ph, ph))
    H, W = P.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(kernel.shape)} is larger than the image {tuple(image.shape)}")
    Y = torch.zeros((H - h) // sh + 1, (W - w) // sw + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (P[i * sh : i * sh + h, j * sw : j * sw + w] * kernel).sum()
    return Y
