# says: Your function has other names for its parameters: a call by name, choose_output_padding(n=…, k=…), does not find them.
# fails: stride, padding
def choose_output_padding(pixels, kernel, stride=1, padding=0):
    if pixels + 2 * padding < kernel:
        raise ValueError(f"a kernel of {kernel} does not fit into a row of {pixels}")
    return (pixels + 2 * padding - kernel) % stride
