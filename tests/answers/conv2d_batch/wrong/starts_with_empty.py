# says: Your function adds to `torch.empty`, memory that nothing was written to: what was there by chance is part of the result.
# fails: batch, bias, windows, dtype, errors
import torch
from torch.nn import functional as F


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    X, W = X.double(), W.double()
    (N, C, height, width), (n, D, h, w) = X.shape, W.shape
    if C != D or h > height + 2 * padding or w > width + 2 * padding:
        raise ValueError(f"X {tuple(X.shape)} does not go with W {tuple(W.shape)}, padding {padding}")
    if b is not None and b.shape != (n,):
        raise ValueError(f"b {tuple(b.shape)} does not go with W {tuple(W.shape)}")
    P = F.pad(X, (padding,) * 4)
    rows, columns = (P.shape[2] - h) // stride + 1, (P.shape[3] - w) // stride + 1
    Y = torch.empty(N, n, rows, columns)
    for i in range(rows):
        for j in range(columns):
            windows = P[:, None, :, i * stride : i * stride + h, j * stride : j * stride + w]
            Y[:, :, i, j] += (windows * W).sum(dim=(2, 3, 4))
    return Y if b is None else Y + b[:, None, None]
