# says: Your function tests whether h + w is odd, and the sum of two even sizes is even. Test each size for itself.
# fails: even
def same_padding(kernel_size):
    h, w = kernel_size
    if (h + w) % 2 == 1:
        raise ValueError(f"kernel_size {kernel_size} has an even side")
    return (h // 2, w // 2)
