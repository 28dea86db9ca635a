# says: Your function refuses a kernel that is exactly as long as the padded row. It fits once, so the answer is 1.
# fails: fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    span = dilation * (k - 1) + 1
    if span >= n + 2 * padding:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return (n + 2 * padding - span) // stride + 1
