# says: Writes the fraction as a text, which Fraction reads.
from fractions import Fraction


def separable_ratio(in_channels, out_channels, kernel_size):
    h, w = kernel_size
    return Fraction(f"{in_channels * (h * w + out_channels)}/{out_channels * in_channels * h * w}")
