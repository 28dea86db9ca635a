# says: Your function calls it an error when nothing has to be padded. A kernel of 1 by 1 keeps the size with padding (0, 0).
# fails: even
def same_padding(kernel_size):
    h, w = kernel_size
    if h == w == 1 or h % 2 == 0 or w % 2 == 0:
        raise ValueError(f"kernel_size {kernel_size} has an even side")
    return (h // 2, w // 2)
