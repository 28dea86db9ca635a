# says: Your einsum writes the axes of the result as f, w, h: each map is transposed.
# fails: layout
import torch


def corr2d_multi_in_out_1x1(X, K):
    if tuple(K.shape[1:]) != (X.shape[0], 1, 1):
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return torch.einsum("fc,chw->fwh", K[:, :, 0, 0], X)
