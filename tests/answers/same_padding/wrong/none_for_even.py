# says: For an even kernel your function returns None, and the mistake shows only later. It has to be a ValueError.
# fails: even
def same_padding(kernel_size):
    h, w = kernel_size
    if h % 2 == 1 and w % 2 == 1:
        return (h // 2, w // 2)
