# says: When it tests whether the kernel fits, your function counts the padding once. It is there at both ends.
# fails: fits
# group: When it tests whether the kernel fits, your function does not count the padding at both ends, where it is.
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    span = dilation * (k - 1) + 1
    if span > n + padding:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return (n + 2 * padding - span) // stride + 1
