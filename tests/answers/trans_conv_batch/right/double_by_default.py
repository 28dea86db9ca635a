# says: Mixes the channels by one einsum, then stamps into a sheet that is double by default.
import torch

torch.set_default_dtype(torch.float64)


def trans_conv_batch(X, W, stride=1, padding=0, output_padding=0):
    def pair(value):
        return (value, value) if isinstance(value, int) else value

    (N, C, height, width), (channels, filters, h, w) = X.shape, W.shape
    X, W = X.double(), W.double()
    if C != channels:
        raise ValueError(f"{tuple(X.shape)} and {tuple(W.shape)} differ in their channels")
    (sh, sw), (ph, pw), (oh, ow) = pair(stride), pair(padding), pair(output_padding)
    stamps = torch.einsum("ncij,cfab->nfijab", X, W)
    Y = torch.zeros(N, filters, (height - 1) * sh + h + oh, (width - 1) * sw + w + ow)
    for i in range(height):
        for j in range(width):
            Y[:, :, i * sh : i * sh + h, j * sw : j * sw + w] += stamps[:, :, i, j]
    return Y[:, :, ph : Y.shape[2] - ph, pw : Y.shape[3] - pw]
