# says: Your function divides the ordinary layer by the separable one.
# fails: value, exact
from fractions import Fraction


def separable_ratio(in_channels, out_channels, kernel_size):
    h, w = kernel_size
    full = out_channels * in_channels * h * w
    depthwise = in_channels * h * w
    pointwise = in_channels * out_channels
    return Fraction(full, depthwise + pointwise)
