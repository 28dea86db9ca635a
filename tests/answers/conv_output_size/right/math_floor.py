# says: Divides with fractions, rounds down with math.floor, and tests the result instead of the arguments.
import math


def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    windows = math.floor((n + 2 * padding - dilation * (k - 1) - 1) / stride) + 1
    if windows < 1:
        raise ValueError(f"no window of {k} values fits into {n} pixels")
    return windows
