# says: Your function remembers its results by the two sizes, whichever comes first: for (3, 5) it gives what it found for (5, 3).
# fails: odd
known = {}


def same_padding(kernel_size):
    h, w = kernel_size
    if h % 2 == 0 or w % 2 == 0:
        raise ValueError(f"kernel_size {kernel_size} has an even side")
    return known.setdefault(frozenset(kernel_size), (h // 2, w // 2))
