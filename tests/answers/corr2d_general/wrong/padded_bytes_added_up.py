# says: Your function adds up products in the type of image and kernel: for bytes, sums above 255 start again at 0.
# fails: dtype
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    P = F.pad(X, (pw, pw, ph, ph))
    H, W = P.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    rows, columns = (H - h) // sh + 1, (W - w) // sw + 1
    Y = torch.zeros(rows, columns, dtype=torch.result_type(P, K))
    for a in range(h):
        for b in range(w):
            Y += P[a : a + (rows - 1) * sh + 1 : sh, b : b + (columns - 1) * sw + 1 : sw] * K[a, b]
    return Y
