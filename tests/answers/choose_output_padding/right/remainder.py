# says: What is left of the padded row after the first window, without whole strides.
def choose_output_padding(n, k, stride=1, padding=0):
    if k > n + 2 * padding:
        raise ValueError(f"kernel {k} is too long for {n} pixels")
    return (n + 2 * padding - k) % stride
