# says: Computes the size after the convolution and after the way back, and returns the difference.
def choose_output_padding(n, k, stride=1, padding=0):
    small = (n + 2 * padding - k) // stride + 1
    if small < 1:
        raise ValueError(f"no window of {k} fits a row of {n} (padding {padding})")
    back = (small - 1) * stride + k - 2 * padding
    return n - back
