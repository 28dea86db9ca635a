# says: Multiplies spectra in float32, keeps the part where the kernel fits, and takes every stride-th value.
import torch


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    if X.shape[1] != W.shape[1]:
        raise ValueError(f"{tuple(X.shape)} and {tuple(W.shape)}: channels")
    if b is not None and list(b.shape) != [len(W)]:
        raise ValueError(f"{tuple(b.shape)} and {tuple(W.shape)}: bias")
    X = torch.nn.functional.pad(X.float(), (padding,) * 4)
    H, B = X.shape[2:]
    h, w = W.shape[2:]
    if h > H or w > B:
        raise ValueError(f"{tuple(X.shape)} and {tuple(W.shape)}: size")
    product = torch.fft.rfft2(X)[:, None] * torch.fft.rfft2(W.float(), s=(H, B)).conj()
    Y = torch.fft.irfft2(product.sum(dim=2), s=(H, B))[:, :, : H - h + 1 : stride, : B - w + 1 : stride]
    return Y + (0 if b is None else b.reshape(1, -1, 1, 1))
