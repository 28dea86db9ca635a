# says: Your function multiplies by ones of the default dtype: an image in another precision is an error.
# fails: errors
import torch


def corr2d_multi_in(X, K):
    (C, H, W), (D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    windows = X.unfold(1, h, 1).unfold(2, w, 1)
    return torch.tensordot(torch.ones(C), torch.einsum("cijab,cab->cij", windows, K), dims=1)
