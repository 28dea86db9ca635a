# says: Your function subtracts the padding. It crops the transposed convolution, but it makes the row of the convolution longer.
# fails: padding
def choose_output_padding(n, k, stride=1, padding=0):
    if n + 2 * padding < k:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return max(n - 2 * padding - k, 0) % stride
