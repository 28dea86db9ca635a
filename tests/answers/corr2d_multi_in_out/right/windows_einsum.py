# says: Views of all windows, summed with einsum.
import torch


def corr2d_multi_in_out(X, K):
    if X.shape[0] != K.shape[1] or K.shape[2] > X.shape[1] or K.shape[3] > X.shape[2]:
        raise ValueError(f"X {tuple(X.shape)} and K {tuple(K.shape)} do not go together")
    windows = X.unfold(1, K.shape[2], 1).unfold(2, K.shape[3], 1)
    return torch.einsum("cijab,fcab->fij", windows, K)
