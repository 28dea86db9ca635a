# says: Your function collects the weights in a table of the default dtype: an image in another precision is an error.
# fails: purity, errors
import torch


def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    weights = torch.zeros(n, C)
    weights += K[:, :, 0, 0]
    return (weights @ X.reshape(C, H * W)).reshape(n, H, W)
