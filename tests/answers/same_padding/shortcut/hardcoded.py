# says: Your function is a table of the usual kernel sizes.
def same_padding(kernel_size):
    table = {1: 0, 3: 1, 5: 2, 7: 3}
    h, w = kernel_size
    if h not in table or w not in table:
        raise ValueError(f"unknown kernel size {kernel_size}")
    return (table[h], table[w])
