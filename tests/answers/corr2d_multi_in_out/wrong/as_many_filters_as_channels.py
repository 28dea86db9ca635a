# says: Your function exchanges filters and channels where there are as many of the one as of the other.
# fails: filters
import torch


def corr2d_multi_in_out(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    if n == C:
        K = K.transpose(0, 1)
    windows = X.unfold(1, h, 1).unfold(2, w, 1)
    return torch.einsum("cijab,fcab->fij", windows, K)
