# says: Your function does not use the dilation: a kernel with gaps spans more pixels than it has values.
# fails: places, fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    if k > n + 2 * padding:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return (n + 2 * padding - k) // stride + 1
