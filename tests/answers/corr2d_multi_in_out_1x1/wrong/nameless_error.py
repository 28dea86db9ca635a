# says: Your function raises the right error, but its message does not name the shapes.
# fails: errors
import torch


def corr2d_multi_in_out_1x1(X, K):
    if K.shape[2:] != (1, 1) or K.shape[1] != X.shape[0]:
        raise ValueError("these shapes do not match")
    return torch.einsum("fc,chw->fhw", K[:, :, 0, 0], X)
