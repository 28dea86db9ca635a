# says: Your function rounds up, so its last window sticks out over the end. A step that does not fit is not taken: round down.
# fails: stride
import math


def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    way = n + 2 * padding - dilation * (k - 1) - 1
    if way < 0:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return math.ceil(way / stride) + 1
