# says: Your function pads by at least 1. A kernel of size 1 takes nothing away, so it needs no padding.
# fails: odd, even
def same_padding(kernel_size):
    h, w = kernel_size
    if h % 2 == 0 or w % 2 == 0:
        raise ValueError(f"kernel_size {kernel_size} has an even side")
    return (max(1, h // 2), max(1, w // 2))
