# says: Your function has other names for its parameters: a call by name, corr2d_multi_in_out(X=…, K=…), does not find them.
# fails: errors
import torch


def corr2d_multi_in_out(image, filters):
    (C, H, W), (n, D, h, w) = image.shape, filters.shape
    if C != D or h > H or w > W:
        raise ValueError(f"{tuple(image.shape)} does not go with {tuple(filters.shape)}")
    windows = image.unfold(1, h, 1).unfold(2, w, 1)
    return torch.einsum("cijab,fcab->fij", windows, filters)
