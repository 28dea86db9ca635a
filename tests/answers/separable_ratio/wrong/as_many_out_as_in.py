# says: Your function has as many channels go out as come in: the result is 1/F + 1/(h·w), not 1/C + 1/(h·w).
# fails: value
from fractions import Fraction


def separable_ratio(in_channels, out_channels, kernel_size):
    h, w = kernel_size
    full = in_channels * in_channels * h * w
    depthwise = in_channels * h * w
    pointwise = in_channels * in_channels
    return Fraction(depthwise + pointwise, full)
