# says: Your function works only when image and kernel have the same dtype: einsum does not mix them. Convert both first.
# fails: dtype
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    P = F.pad(X, (pw, pw, ph, ph))
    if h > P.shape[0] or w > P.shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    return torch.einsum("ijab,ab->ij", P.unfold(0, h, sh).unfold(1, w, sw), K)
