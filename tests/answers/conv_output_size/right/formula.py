# says: The formula in one line, after testing that one window fits.
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    reach = dilation * (k - 1) + 1
    if n + 2 * padding < reach:
        raise ValueError(f"kernel {k} (dilation {dilation}) is too long for {n} pixels with padding {padding}")
    return (n + 2 * padding - dilation * (k - 1) - 1) // stride + 1
