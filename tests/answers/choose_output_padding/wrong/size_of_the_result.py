# says: Your function returns the size after the convolution. Wanted is the output padding for the way back.
# fails: stride, padding, errors
def choose_output_padding(n, k, stride=1, padding=0):
    if n + 2 * padding < k:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return (n + 2 * padding - k) // stride + 1
