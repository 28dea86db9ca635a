# says: The convolution theorem: spectra multiplied, and the part cut out in which the window lies inside the image.
import torch


def conv2d_strict(X, K):
    (H, W), (h, w) = X.shape, K.shape
    spectrum = torch.fft.fft2(X) * torch.fft.fft2(K, s=(H, W))
    return torch.fft.ifft2(spectrum).real[h - 1 :, w - 1 :]
