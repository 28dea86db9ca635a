# says: Your function returns a float, like 4.0. A size is a whole number: divide with // or turn the result into an int.
# fails: places, stride, fits
import numpy as np


def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    way = n + 2 * padding - dilation * (k - 1) - 1
    if way < 0:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return np.floor(way / stride) + 1
