# says: Your function leaves the padding out of the remainder. The windows start in the padding and end in it.
# fails: padding
def choose_output_padding(n, k, stride=1, padding=0):
    if n + 2 * padding < k:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return max(n - k, 0) % stride
