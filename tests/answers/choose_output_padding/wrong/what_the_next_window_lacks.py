# says: Your function returns how many pixels the next window would still need. Wanted are the pixels that are left over.
# fails: stride, padding
def choose_output_padding(n, k, stride=1, padding=0):
    left = n + 2 * padding - k
    if left < 0:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return -left % stride
