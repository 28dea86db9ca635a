# says: Tries one padding after the other until the size stays the same.
def same_padding(kernel_size):
    def search(k):
        for p in range(k):
            if 2 * p == k - 1:
                return p
        raise ValueError(f"no padding keeps the size for the kernel {kernel_size[0]}x{kernel_size[1]}")

    return search(kernel_size[0]), search(kernel_size[1])
