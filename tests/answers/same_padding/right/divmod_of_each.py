# says: Divides k − 1 by 2 for each side and calls a remainder an error.
def same_padding(kernel_size):
    padding = []
    for k in kernel_size:
        p, rest = divmod(k - 1, 2)
        if rest:
            raise ValueError(f"{k} is even in kernel size {tuple(kernel_size)}")
        padding.append(p)
    return tuple(padding)
