# says: Your function tests the height of the kernel only. An even width is just as impossible.
# fails: even
def same_padding(kernel_size):
    h, w = kernel_size
    if h % 2 == 0:
        raise ValueError(f"kernel_size {kernel_size} has an even height")
    return (h // 2, w // 2)
