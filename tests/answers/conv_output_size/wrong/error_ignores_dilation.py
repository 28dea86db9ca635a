# says: When it tests whether the kernel fits, your function forgets that dilation makes it longer.
# fails: fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    if k > n + 2 * padding:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return (n + 2 * padding - dilation * (k - 1) - 1) // stride + 1
