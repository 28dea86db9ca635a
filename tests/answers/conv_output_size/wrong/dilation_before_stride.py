# says: Your function takes the dilation before the stride. The order is n, k, padding, stride, dilation.
# fails: stride
def conv_output_size(n, k, padding=0, dilation=1, stride=1):
    span = dilation * (k - 1) + 1
    if span > n + 2 * padding:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return (n + 2 * padding - span) // stride + 1
