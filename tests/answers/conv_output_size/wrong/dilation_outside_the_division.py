# says: Your function divides by the stride first and takes the gaps off afterwards. The gaps belong to the window, before dividing.
# fails: stride
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    gaps = (dilation - 1) * (k - 1)
    if k + gaps > n + 2 * padding:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return (n + 2 * padding - k) // stride + 1 - gaps
