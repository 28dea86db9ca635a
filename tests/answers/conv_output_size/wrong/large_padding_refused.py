# says: Your function refuses a padding of more than half the kernel. It is allowed: some windows then lie in the padding only.
# fails: places, stride
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    if 2 * padding > k:
        raise ValueError(f"padding {padding} is too large for kernel {k} over {n} pixels")
    span = dilation * (k - 1) + 1
    if span > n + 2 * padding:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return (n + 2 * padding - span) // stride + 1
