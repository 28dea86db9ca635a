# says: The notebook's way, in a notebook whose numbers are double by default.
import torch

torch.set_default_dtype(torch.float64)


def comp_conv2d(layer, X):
    Y = layer(X[None, None])
    return Y[0, 0]
