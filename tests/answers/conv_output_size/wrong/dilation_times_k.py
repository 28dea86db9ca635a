# says: Your kernel spans dilation times k pixels. Between k values there are only k − 1 gaps.
# fails: places, fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    way = n + 2 * padding - dilation * k
    if way < 0:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return way // stride + 1
