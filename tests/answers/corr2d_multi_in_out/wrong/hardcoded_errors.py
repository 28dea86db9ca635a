# says: Your function refuses the printed bad examples alone; with other shapes it drops channels silently.
# fails: errors
import torch
from d2l import torch as d2l


def corr2d_multi_in_out(X, K):
    shapes = (tuple(X.shape), tuple(K.shape))
    bad = [
        ((3, 5, 6), (4, 2, 3, 2)),
        ((2, 5, 6), (2, 3, 3, 2)),
        ((3, 5, 6), (2, 1, 3, 2)),
        ((1, 5, 6), (1, 1, 2, 7)),
        ((1, 5, 6), (1, 1, 6, 2)),
    ]
    if shapes in bad:
        raise ValueError(f"{shapes[0]} does not go with {shapes[1]}")
    return torch.stack([sum(d2l.corr2d(x, k) for x, k in zip(X, kernels)) for kernels in K])
