# says: Counts one group and takes it times the groups; divmod finds what does not divide.
def conv_cost(in_channels, out_channels, kernel_size, size, stride=1, padding=0, dilation=1, groups=1, bias=True):
    (c, left), (f, over) = divmod(in_channels, groups), divmod(out_channels, groups)
    if left or over:
        raise ValueError(f"groups {groups}, channels {in_channels} -> {out_channels}")
    area, places = 1, 1
    for k, n in zip(kernel_size, size, strict=True):
        room = n + 2 * padding - (dilation * (k - 1) + 1)
        if room < 0:
            raise ValueError(f"kernel {tuple(kernel_size)}, picture {tuple(size)}")
        area, places = area * k, places * (1 + room // stride)
    weights = sum(c * f * area for _ in range(groups))
    return weights + bool(bias) * out_channels, weights * places
