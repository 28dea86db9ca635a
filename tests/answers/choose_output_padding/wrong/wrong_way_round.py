# says: Your function subtracts n from the size that comes back, so its answers are negative. Turn the difference round.
# fails: stride, padding
def choose_output_padding(n, k, stride=1, padding=0):
    small = (n + 2 * padding - k) // stride + 1
    if small < 1:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return (small - 1) * stride + k - 2 * padding - n
