# says: Your function takes the height of the kernel for both paddings. The width has a padding of its own.
# fails: odd
def same_padding(kernel_size):
    if kernel_size[0] % 2 == 0 or kernel_size[1] % 2 == 0:
        raise ValueError(f"kernel_size {kernel_size} has an even side")
    p = (kernel_size[0] - 1) // 2
    return (p, p)
