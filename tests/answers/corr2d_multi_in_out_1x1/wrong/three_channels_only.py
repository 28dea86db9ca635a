# says: Your function counts on red, green and blue: it works with three channels only.
# fails: mixing, layout, purity, errors
import torch


def corr2d_multi_in_out_1x1(X, K):
    if tuple(K.shape[1:]) != (X.shape[0], 1, 1):
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    red, green, blue = X
    return torch.stack([k[0, 0, 0] * red + k[1, 0, 0] * green + k[2, 0, 0] * blue for k in K])
