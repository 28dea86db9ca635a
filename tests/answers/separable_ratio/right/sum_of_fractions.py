# says: 1/F + 1/(h·w), which is what remains of the division.
from fractions import Fraction


def separable_ratio(in_channels, out_channels, kernel_size):
    h, w = kernel_size
    return Fraction(1, out_channels) + Fraction(1, h * w)
