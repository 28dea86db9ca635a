# says: A product of two whole numbers is odd only when both are: one test for both sides.
def same_padding(kernel_size):
    h, w = kernel_size
    if h * w % 2 != 1:
        raise ValueError("need odd sizes, got ({}, {})".format(h, w))
    return int((h - 1) / 2), int((w - 1) / 2)
