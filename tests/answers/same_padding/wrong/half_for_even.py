# says: For an even size your function returns k/2, which makes the result one pixel larger than the image. It has to be a ValueError.
# fails: even
def same_padding(kernel_size):
    h, w = kernel_size
    return (h // 2, w // 2)
