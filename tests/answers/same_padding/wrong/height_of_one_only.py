# says: Your function tests the height first and takes a kernel of height 1 for one that needs no padding, whatever its width.
# fails: odd, even
def same_padding(kernel_size):
    h, w = kernel_size
    if h == 1:
        return (0, 0)
    if h % 2 == 0 or w % 2 == 0:
        raise ValueError(f"kernel_size {kernel_size} has an even side")
    return (h // 2, w // 2)
