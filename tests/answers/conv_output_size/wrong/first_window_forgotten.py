# says: Your function counts the steps and forgets the window before the first step: add 1.
# fails: places, stride, fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    way = n + 2 * padding - dilation * (k - 1) - 1
    if way < 0:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return way // stride
