# says: Your function returns a list. A pair, that is a tuple of two ints, is asked for.
# fails: odd, even
def same_padding(kernel_size):
    if any(k % 2 == 0 for k in kernel_size):
        raise ValueError(f"kernel_size {kernel_size} has an even side")
    return [k // 2 for k in kernel_size]
