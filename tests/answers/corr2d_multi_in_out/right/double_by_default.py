# says: The notebook's way, in a notebook whose numbers are double by default.
import torch
from d2l import torch as d2l

torch.set_default_dtype(torch.float64)


def corr2d_multi_in_out(X, K):
    (C, H, W), (filters, depth, h, w) = X.shape, K.shape
    if depth != C:
        raise ValueError(
            f"the image {tuple(X.shape)} has {C} channels, the filters {tuple(K.shape)} are made for {depth}"
        )
    if h > H or w > W:
        raise ValueError(f"the filters {tuple(K.shape)} do not fit into the image {tuple(X.shape)}")
    Y = torch.zeros(filters, H - h + 1, W - w + 1)
    for f in range(filters):
        for c in range(C):
            Y[f] += d2l.corr2d(X[c], K[f, c])
    return Y
