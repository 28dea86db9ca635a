# says: Your function tests the width of the kernel only. An even height is just as impossible.
# fails: even
def same_padding(kernel_size):
    h, w = kernel_size
    if w % 2 == 0:
        raise ValueError(f"kernel_size {kernel_size} has an even width")
    return (h // 2, w // 2)
