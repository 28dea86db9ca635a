# says: Your function rounds the number of steps up: its last window sticks out of the image. A step that does not fit is not taken.
# fails: stride, together, fits
import math

import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    P = F.pad(X.float(), (pw, pw, ph, ph))
    H, W = P.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    Y = torch.zeros(math.ceil((H - h) / sh) + 1, math.ceil((W - w) / sw) + 1)
    P = F.pad(P, (0, sw, 0, sh))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (P[i * sh : i * sh + h, j * sw : j * sw + w] * K).sum()
    return Y
