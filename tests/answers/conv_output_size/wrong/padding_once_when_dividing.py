# says: Your test for the error counts the padding at both ends, but the division counts it once.
# fails: places
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    span = dilation * (k - 1) + 1
    if span > n + 2 * padding:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return int((n + padding - span) / stride) + 1
