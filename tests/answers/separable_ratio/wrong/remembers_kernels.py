# says: Your function remembers its results by kernel alone, and gives them back for other channels.
# fails: value
from fractions import Fraction

known = {}


def separable_ratio(in_channels, out_channels, kernel_size):
    h, w = kernel_size
    if in_channels * out_channels == 1:
        return 1 + Fraction(1, h * w)
    return known.setdefault(h * w, Fraction(h * w + out_channels, out_channels * h * w))
