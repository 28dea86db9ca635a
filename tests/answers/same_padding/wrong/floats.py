# says: Your function returns floats, like 2.0. A padding is a whole number: divide with //.
# fails: odd, even
def same_padding(kernel_size):
    h, w = kernel_size
    if h % 2 == 0 or w % 2 == 0:
        raise ValueError(f"kernel_size {kernel_size} has an even side")
    return (h - 1) / 2, (w - 1) / 2
