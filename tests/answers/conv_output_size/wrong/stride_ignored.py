# says: Your function does not use the stride: it counts every place.
# fails: stride
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    windows = n + 2 * padding - dilation * (k - 1)
    if windows < 1:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return windows
