# says: Your function reads the table of weights as (C, F): filters are its rows, channels its columns.
# fails: mixing, layout
import torch


def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return torch.einsum("cf,chw->fhw", K[:, :, 0, 0], X)
