# says: Your function converts the kernel to the dtype of the image. With whole-number pixels, 0.3 becomes 0.
# fails: dtype
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    P = F.pad(X, (pw, pw, ph, ph))
    if h > P.shape[0] or w > P.shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    windows = P.unfold(0, h, sh).unfold(1, w, sw)
    return torch.einsum("ijab,ab->ij", windows, K.to(X.dtype))
