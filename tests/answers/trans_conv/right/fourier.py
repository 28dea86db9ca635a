# says: Multiplies the spectra of the zero-padded image and kernel: a transposed convolution is a full convolution.
import torch


def trans_conv(X, K):
    size = (X.shape[0] + K.shape[0] - 1, X.shape[1] + K.shape[1] - 1)
    spectrum = torch.fft.rfft2(X.float(), s=size) * torch.fft.rfft2(K.float(), s=size)
    return torch.fft.irfft2(spectrum, s=size)
