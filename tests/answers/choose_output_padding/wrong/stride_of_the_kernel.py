# says: Your function takes a stride that is larger than the kernel for as large as the kernel.
# fails: stride, padding
def choose_output_padding(n, k, stride=1, padding=0):
    stride = min(stride, k)
    if n + 2 * padding < k:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    return (n + 2 * padding - k) % stride
