# says: Your function is one too far: after the first window, n + 2 * padding - k pixels are left, not one more.
# fails: stride, padding, errors
def choose_output_padding(n, k, stride=1, padding=0):
    if n + 2 * padding < k:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return (n + 2 * padding - k + 1) % stride
