# says: Multiplies Fourier transforms of image and flipped kernel, and keeps every stride-th value of the result.
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    h, w = K.shape
    P = F.pad(X.float(), (padding[1], padding[1], padding[0], padding[0]))
    H, W = P.shape
    if h > H or w > W:
        raise ValueError(f"kernel {(h, w)} is larger than padded image, which came in as {tuple(X.shape)}")
    size = (H + h - 1, W + w - 1)
    spectrum = torch.fft.rfft2(P, s=size) * torch.fft.rfft2(K.float().flip(0, 1), s=size)
    full = torch.fft.irfft2(spectrum, s=size)
    return full[h - 1 : H, w - 1 : W][:: stride[0], :: stride[1]]
