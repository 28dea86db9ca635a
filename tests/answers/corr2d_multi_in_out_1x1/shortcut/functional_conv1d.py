# says: Your function calls PyTorch's one-dimensional convolution on the row of all pixels.
from torch.nn.functional import conv1d


def corr2d_multi_in_out_1x1(X, K):
    if K.shape[2:] != (1, 1) or K.shape[1] != X.shape[0]:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return conv1d(X.flatten(1)[None], K[..., 0])[0].unflatten(1, X.shape[1:])
