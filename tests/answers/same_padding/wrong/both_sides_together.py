# says: Your function returns k − 1, the padding of both sides together. It is meant for each side: half of that.
# fails: odd, even
def same_padding(kernel_size):
    h, w = kernel_size
    if h % 2 == 0 or w % 2 == 0:
        raise ValueError(f"kernel_size {kernel_size} has an even side")
    return (h - 1, w - 1)
