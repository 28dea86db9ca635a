# says: Your function hands the layer's weights, stride and padding to F.conv2d. A layer has more settings than these, such as its dilation: call the layer itself.
# fails: sizes
from torch.nn import functional as F


def comp_conv2d(layer, X):
    return F.conv2d(X[None, None], layer.weight, layer.bias, layer.stride, layer.padding)[0, 0]
