# says: Computes whole numbers, bytes too, in 64-bit ones, and everything else in the wider of the two types.
import torch


def corr2d(X, K):
    h, w = K.shape
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError(f"kernel {tuple(K.shape)}, image {tuple(X.shape)}")
    room = torch.promote_types(torch.promote_types(X.dtype, K.dtype), torch.int64)
    return (X.to(room).unfold(0, h, 1).unfold(1, w, 1) * K.to(room)).sum(dim=(2, 3))
