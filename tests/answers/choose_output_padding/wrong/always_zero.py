# says: Your function always returns 0, the default. That gives back the smallest of the sizes that share a result, and no other.
# fails: stride, padding
def choose_output_padding(n, k, stride=1, padding=0):
    if n + 2 * padding < k:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return 0
