# says: Your function has padding and stride in the other order: a call by position exchanges them.
# fails: stride, padding, errors
def choose_output_padding(n, k, padding=0, stride=1):
    if n + 2 * padding < k:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return (n + 2 * padding - k) % stride if stride else 0
