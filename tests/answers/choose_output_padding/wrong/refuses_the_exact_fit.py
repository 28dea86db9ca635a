# says: Your function refuses a kernel that is just as long as the padded row. It fits once.
# fails: errors
def choose_output_padding(n, k, stride=1, padding=0):
    if n + 2 * padding <= k:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return (n + 2 * padding - k) % stride
