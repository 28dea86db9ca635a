# says: Your first two parameters have other names than n and k, so a call with `n=` and `k=` fails.
# fails: places
def conv_output_size(size, kernel, padding=0, stride=1, dilation=1):
    span = dilation * (kernel - 1) + 1
    if span > size + 2 * padding:
        raise ValueError(f"kernel {kernel} does not fit into {size}")
    return (size + 2 * padding - span) // stride + 1
