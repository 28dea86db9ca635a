# says: Your function uses assert, which raises AssertionError. Callers expect a ValueError for sizes that do not fit.
# fails: fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    way = n + 2 * padding - dilation * (k - 1) - 1
    assert way >= 0, f"kernel {k} does not fit into {n}"
    return way // stride + 1
