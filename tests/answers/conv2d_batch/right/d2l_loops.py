# says: d2l's cross-correlation for each image, filter and channel; the padding is a frame of zeros.
import torch
from d2l import torch as d2l


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    (N, C, height, width), (n, D, h, w) = X.shape, W.shape
    if C != D or height + 2 * padding < h or width + 2 * padding < w:
        raise ValueError(f"X {tuple(X.shape)} does not go with W {tuple(W.shape)}, padding {padding}")
    if b is not None and b.numel() != n:
        raise ValueError(f"{tuple(b.shape)} is not one number for each of the {n} filters")

    def framed(image):
        P = torch.zeros(height + 2 * padding, width + 2 * padding)
        P[padding : padding + height, padding : padding + width] = image
        return P

    batch = []
    for image in X:
        channels = [framed(channel) for channel in image]
        maps = [sum(d2l.corr2d(x, k) for x, k in zip(channels, kernels))[::stride, ::stride] for kernels in W]
        batch.append(torch.stack([m + (0.0 if b is None else b[f]) for f, m in enumerate(maps)]))
    return torch.stack(batch)
