# says: Your ValueError does not name the kernel size that came in. Put it into the message.
# fails: even
def same_padding(kernel_size):
    h, w = kernel_size
    if h % 2 == 0 or w % 2 == 0:
        raise ValueError("the kernel size must be odd")
    return (h // 2, w // 2)
