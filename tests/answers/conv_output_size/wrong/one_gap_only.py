# says: Your function widens the kernel by one gap, dilation − 1. There is a gap between any two neighbours, k − 1 of them.
# fails: places, fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    span = k + (dilation - 1)
    if span > n + 2 * padding:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return (n + 2 * padding - span) // stride + 1
