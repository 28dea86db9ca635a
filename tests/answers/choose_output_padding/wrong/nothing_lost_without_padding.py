# says: Your function returns 0 when there is no padding. Strides leave pixels over with and without it.
# fails: stride
def choose_output_padding(n, k, stride=1, padding=0):
    left = n + 2 * padding - k
    if left < 0:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    if padding == 0:
        return 0
    return left % stride
