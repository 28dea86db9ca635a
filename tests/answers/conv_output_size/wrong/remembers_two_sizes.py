# says: Your function remembers its results by n and k alone: with another padding, stride or dilation it gives the old one.
# fails: places, stride, fits
known = {}


def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    span = dilation * (k - 1) + 1
    if span > n + 2 * padding:
        raise ValueError(f"kernel {k} does not fit into {n}")
    if (n, k) not in known:
        known[n, k] = (n + 2 * padding - span) // stride + 1
    return known[n, k]
