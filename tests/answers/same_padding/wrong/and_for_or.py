# says: Your function raises its error only when both sizes are even. One even side is enough.
# fails: even
def same_padding(kernel_size):
    h, w = kernel_size
    if h % 2 == 0 and w % 2 == 0:
        raise ValueError(f"kernel_size {kernel_size} is even")
    return (h // 2, w // 2)
