# says: Your function rounds to the nearest number. Half a step and more does not fit either: round down.
# fails: stride
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    way = n + 2 * padding - dilation * (k - 1) - 1
    if way < 0:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return round(way / stride) + 1
