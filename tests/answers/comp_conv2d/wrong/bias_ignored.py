# says: Your function leaves the layer's bias out. The layer is called as it is.
# fails: sizes, single, unchanged
from torch.nn import functional as F


def comp_conv2d(layer, X):
    Y = F.conv2d(X[None, None], layer.weight, stride=layer.stride, padding=layer.padding, dilation=layer.dilation)
    return Y[0, 0]
