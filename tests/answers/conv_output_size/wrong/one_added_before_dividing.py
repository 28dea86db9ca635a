# says: Your function adds the 1 before it divides. Divide the way first, and add the first window afterwards.
# fails: stride, fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    way = n + 2 * padding - dilation * (k - 1) - 1
    if way < 0:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return (way + 1) // stride
