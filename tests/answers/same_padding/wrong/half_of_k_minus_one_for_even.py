# says: For an even size your function rounds (k − 1)/2 down, which makes the result one pixel too small. It has to be a ValueError.
# fails: even
def same_padding(kernel_size):
    return tuple((k - 1) // 2 for k in kernel_size)
