# says: Your function counts the padding once. There is as much at the other end.
# fails: padding
def choose_output_padding(n, k, stride=1, padding=0):
    if n + 2 * padding < k:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return max(n + padding - k, 0) % stride
