# says: Your function turns the kernels by 180° unless they are square.
# fails: filters
import torch


def corr2d_multi_in_out(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    if h != w:
        K = K.flip(2, 3)
    windows = X.unfold(1, h, 1).unfold(2, w, 1)
    return torch.einsum("cijab,fcab->fij", windows, K)
