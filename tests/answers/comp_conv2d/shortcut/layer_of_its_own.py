# says: Your function makes a layer of its own, with fresh weights, instead of calling the one that is handed in.
from torch import nn


def comp_conv2d(layer, X):
    own = nn.Conv2d(1, 1, layer.kernel_size, padding=layer.padding, stride=layer.stride)
    return own(X[None, None])[0, 0]
