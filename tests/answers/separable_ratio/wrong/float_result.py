# says: Your function returns a float, which is rounded: make a Fraction of the two whole numbers.
# fails: exact


def separable_ratio(in_channels, out_channels, kernel_size):
    h, w = kernel_size
    full = out_channels * in_channels * h * w
    depthwise = in_channels * h * w
    pointwise = in_channels * out_channels
    return (depthwise + pointwise) / full
