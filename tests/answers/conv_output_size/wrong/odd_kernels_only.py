# says: Your function takes half the kernel off at each end, k // 2 pixels. With an even kernel that is one pixel too many altogether.
# fails: places, stride, fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    span = 2 * dilation * (k // 2) + 1
    if span > n + 2 * padding:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return (n + 2 * padding - span) // stride + 1
