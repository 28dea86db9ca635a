# says: Your function writes the result over the caller's image whenever it fits into it.
# fails: unchanged
import torch


def comp_conv2d(layer, X):
    with torch.no_grad():
        Y = layer(X[None, None])[0, 0]
    if Y.shape != X.shape:
        return Y
    X.copy_(Y)
    return X
