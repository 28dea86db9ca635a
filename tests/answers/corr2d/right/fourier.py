# says: The correlation theorem: multiply the image's spectrum with the conjugate of the kernel's.
import torch


def corr2d(X, K):
    (H, W), (h, w) = X.shape, K.shape
    if h > H or w > W:
        raise ValueError(f"{tuple(K.shape)} is larger than {tuple(X.shape)}")
    spectrum = torch.fft.rfft2(X.float()) * torch.fft.rfft2(K.float(), s=(H, W)).conj()
    return torch.fft.irfft2(spectrum, s=(H, W))[: H - h + 1, : W - w + 1]
