# says: Your function refuses a single channel; one is a number of channels, too.
# fails: exact
from fractions import Fraction


def separable_ratio(in_channels, out_channels, kernel_size):
    h, w = kernel_size
    if in_channels == out_channels == 1:
        raise ValueError("one channel is too few")
    full = out_channels * in_channels * h * w
    depthwise = in_channels * h * w
    pointwise = in_channels * out_channels
    return Fraction(depthwise + pointwise, full)
