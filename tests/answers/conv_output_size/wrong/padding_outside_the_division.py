# says: Your function divides by the stride first and adds the padding afterwards. The padding is part of the way that is divided.
# fails: stride, fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    span = dilation * (k - 1) + 1
    if span > n + 2 * padding:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return (n - span) // stride + 1 + 2 * padding
