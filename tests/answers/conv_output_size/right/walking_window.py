# says: Walks the window from the left end of the padded row to the right and counts.
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    left, count = -padding, 0
    while left + dilation * (k - 1) <= n + padding - 1:
        count += 1
        left += stride
    if count == 0:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return count
