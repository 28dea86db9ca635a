# says: Your as_strided steps through memory as if the rows followed each other. A transposed image lies there otherwise: ask X.stride().
# fails: stride
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    P = F.pad(X.float(), (pw, pw, ph, ph)) if ph or pw else X.float()
    H, W = P.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    windows = torch.as_strided(P, ((H - h) // sh + 1, (W - w) // sw + 1, h, w), (sh * W, sw, W, 1))
    return (windows * K).sum(dim=(2, 3))
