# says: Your function copies the result into torch.empty and leaves the last row out: what stands there is chance.
# fails: sizes, single, unchanged
import torch


def comp_conv2d(layer, X):
    Y = layer(X[None, None])[0, 0]
    result = torch.empty(Y.shape, dtype=Y.dtype)
    result[:-1] = Y[:-1]
    return result
