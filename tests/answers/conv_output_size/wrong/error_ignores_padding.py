# says: Your function calls it an error when the kernel is longer than the bare row. The padding makes room for it.
# fails: fits
# group: When it tests whether the kernel fits, your function does not count the padding at both ends, where it is.
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    span = dilation * (k - 1) + 1
    if span > n:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return (n + 2 * padding - span) // stride + 1
