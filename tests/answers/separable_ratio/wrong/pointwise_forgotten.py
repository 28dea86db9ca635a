# says: Your function counts the depthwise layer only; the 1×1 layer that mixes the channels has weights, too.
# fails: value, exact
from fractions import Fraction


def separable_ratio(in_channels, out_channels, kernel_size):
    h, w = kernel_size
    full = out_channels * in_channels * h * w
    depthwise = in_channels * h * w
    pointwise = in_channels * out_channels
    return Fraction(depthwise, full)
