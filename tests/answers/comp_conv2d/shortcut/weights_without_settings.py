# says: Your function takes the layer's weights and forgets its padding and stride. Call the layer itself.
from torch.nn import functional as F


def comp_conv2d(layer, X):
    return F.conv2d(X[None, None], layer.weight, layer.bias)[0, 0]
