# says: Your function squares the height of the kernel.
# fails: value, exact
from fractions import Fraction


def separable_ratio(in_channels, out_channels, kernel_size):
    h, w = kernel_size[0], kernel_size[0]
    full = out_channels * in_channels * h * w
    depthwise = in_channels * h * w
    pointwise = in_channels * out_channels
    return Fraction(depthwise + pointwise, full)
