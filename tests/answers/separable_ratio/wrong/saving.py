# says: Your function returns what is saved, 1 minus the ratio.
# fails: value, exact
from fractions import Fraction


def separable_ratio(in_channels, out_channels, kernel_size):
    h, w = kernel_size
    full = out_channels * in_channels * h * w
    depthwise = in_channels * h * w
    pointwise = in_channels * out_channels
    return 1 - Fraction(depthwise + pointwise, full)
