# says: Halves both sizes with //, after testing that both are odd.
def same_padding(kernel_size):
    h, w = kernel_size
    if h % 2 == 0 or w % 2 == 0:
        raise ValueError(f"kernel_size {kernel_size} has an even side")
    return (h // 2, w // 2)
