# says: Your function pads the image and correlates, which is a good way, but the kernel has to be flipped for it. Without that the stamp
#   comes out turned by half a turn.
# fails: orientation
# group: Your stamps come out turned by half a turn. The stamp is the kernel as it is; who pads and correlates flips the kernel first.
import torch
from torch.nn import functional as F


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    h, w = K.shape
    padded = F.pad(X, (w - 1, w - 1, h - 1, h - 1))
    Y = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (padded[i : i + h, j : j + w] * K).sum()
    return Y
