# says: Your function returns a float. An output padding is a whole number: use `//` in place of `/`.
# fails: stride, padding, errors
def choose_output_padding(n, k, stride=1, padding=0):
    left = n + 2 * padding - k
    if left < 0:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return left - stride * float(int(left / stride))
