# says: Your function takes the top left weight of larger kernels without a word; they are not 1×1.
# fails: errors
import torch


def corr2d_multi_in_out_1x1(X, K):
    if K.shape[1] != X.shape[0]:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return torch.einsum("fc,chw->fhw", K[:, :, 0, 0], X)
