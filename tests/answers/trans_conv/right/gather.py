# says: Collects instead of spreading: pads the image with zeros and correlates it with the flipped kernel.
import torch
from torch.nn import functional as F


def trans_conv(X, K):
    X, K = X.double(), K.double()
    h, w = K.shape
    padded = F.pad(X, (w - 1, w - 1, h - 1, h - 1))
    turned = K.flip(0, 1)
    rows = padded.shape[0] - h + 1
    columns = padded.shape[1] - w + 1
    return torch.stack(
        [torch.stack([(padded[i : i + h, j : j + w] * turned).sum() for j in range(columns)]) for i in range(rows)]
    )
