# says: Your function collects the sum in X[0] (`+=` on a view of X): the first channel is another one when the call is over.
# fails: purity
import torch


def corr2d_multi_in_out_1x1(X, K):
    if tuple(K.shape[1:]) != (X.shape[0], 1, 1):
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    maps = [torch.tensordot(k[:, 0, 0], X, dims=1) for k in K[:-1]]
    total = X[0]
    total *= K[-1, 0]
    for c in range(1, len(X)):
        total += K[-1, c] * X[c]
    return torch.stack([*maps, total])
