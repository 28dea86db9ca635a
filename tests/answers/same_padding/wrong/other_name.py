# says: Your parameter has another name than `kernel_size`, so a call with that name fails.
# fails: odd
def same_padding(size):
    h, w = size
    if h % 2 == 0 or w % 2 == 0:
        raise ValueError(f"size {size} has an even side")
    return (h // 2, w // 2)
