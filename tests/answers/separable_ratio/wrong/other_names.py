# says: Your function has other names for its parameters.
# fails: exact
from fractions import Fraction


def separable_ratio(in_channels, out_channels, kernel):
    h, w = kernel
    full = out_channels * in_channels * h * w
    depthwise = in_channels * h * w
    pointwise = in_channels * out_channels
    return Fraction(depthwise + pointwise, full)
