# says: Your function counts biases as well; here no layer has one.
# fails: value, exact
from fractions import Fraction


def separable_ratio(in_channels, out_channels, kernel_size):
    h, w = kernel_size
    full = out_channels * in_channels * h * w + out_channels
    depthwise = in_channels * h * w
    pointwise = in_channels * out_channels + in_channels + out_channels
    return Fraction(depthwise + pointwise, full)
