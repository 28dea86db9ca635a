# says: One einsum over the channels.
import torch


def corr2d_multi_in_out_1x1(X, K):
    if K.shape[2] != 1 or K.shape[3] != 1 or K.shape[1] != X.shape[0]:
        raise ValueError(f"filters {list(K.shape)} for an image {list(X.shape)}")
    return torch.einsum("fc,chw->fhw", K[:, :, 0, 0], X)
