# says: Your function counts the padding once. It is there at both ends of the row: 2 times padding.
# fails: places, fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    way = n + padding - dilation * (k - 1) - 1
    if way < 0:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return way // stride + 1
