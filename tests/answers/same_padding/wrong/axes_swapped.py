# says: Your function returns the padding of the width first. The height comes first, in the kernel size and in the padding.
# fails: odd
def same_padding(kernel_size):
    h, w = kernel_size
    if h % 2 == 0 or w % 2 == 0:
        raise ValueError(f"kernel_size {kernel_size} has an even side")
    return (w // 2, h // 2)
