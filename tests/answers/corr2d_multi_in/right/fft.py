# says: Multiplies with the conjugate spectrum, in float32, and keeps the part where the kernel fits.
import torch


def corr2d_multi_in(X, K):
    (C, H, W), (D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"shapes {tuple(X.shape)} and {tuple(K.shape)} do not match")
    spectrum = torch.fft.rfft2(X) * torch.fft.rfft2(K, s=(H, W)).conj()
    return torch.fft.irfft2(spectrum.sum(dim=0), s=(H, W))[: H - h + 1, : W - w + 1]
