# says: Your function refuses a kernel longer than the row, although it fits with the padding.
# fails: errors
def choose_output_padding(n, k, stride=1, padding=0):
    if k > n:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return (n + 2 * padding - k) % stride
