# says: Your function tests the height of the kernel only. It may be too wide as well.
# fails: fits
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    P = F.pad(X.float(), (pw, pw, ph, ph))
    H, W = P.shape
    if h > H:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    starts = [(top, left) for top in range(0, H - h + 1, sh) for left in range(0, W - w + 1, sw)]
    sums = torch.tensor([float((P[top : top + h, left : left + w] * K).sum()) for top, left in starts])
    return sums.reshape((H - h) // sh + 1, -1)
