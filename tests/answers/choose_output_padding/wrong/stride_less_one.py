# says: Your function always returns the largest output padding, stride - 1. How much is needed depends on n.
# fails: stride, padding, errors
def choose_output_padding(n, k, stride=1, padding=0):
    if n + 2 * padding < k:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return stride - 1
