# says: Divides numerator and denominator by what they have in common before it makes the fraction.
from fractions import Fraction
from math import gcd, prod


def separable_ratio(in_channels, out_channels, kernel_size):
    area = prod(kernel_size)
    top, bottom = in_channels * (area + out_channels), in_channels * out_channels * area
    common = gcd(top, bottom)
    return Fraction(top // common, bottom // common)
