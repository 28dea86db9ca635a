# says: Your function takes the mean of the products. Their sum is asked for.
# fails: stride, padding, together, dtype, fits
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    X, K = X.float(), K.float()
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    P = F.pad(X.float(), (pw, pw, ph, ph))
    if h > P.shape[0] or w > P.shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    return (P.unfold(0, h, sh).unfold(1, w, sw) * K).mean(dim=(2, 3))
