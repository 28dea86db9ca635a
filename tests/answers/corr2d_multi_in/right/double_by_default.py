# says: Adds the maps up by a product with ones, which are double by default.
import torch

torch.set_default_dtype(torch.float64)


def corr2d_multi_in(X, K):
    if X.shape[0] != K.shape[0]:
        raise ValueError(f"{tuple(X.shape)} and {tuple(K.shape)} differ in their channels")
    if K.shape[1] > X.shape[1] or K.shape[2] > X.shape[2]:
        raise ValueError(f"{tuple(K.shape)} does not fit into {tuple(X.shape)}")
    windows = X.unfold(1, K.shape[1], 1).unfold(2, K.shape[2], 1)
    maps = torch.einsum("cijab,cab->cij", windows, K)
    return torch.tensordot(torch.ones(len(X)), maps, dims=1)
