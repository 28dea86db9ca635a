# says: Your function answers with 0 or less when the kernel does not fit. That has to be a ValueError.
# fails: fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    return (n + 2 * padding - dilation * (k - 1) - 1) // stride + 1
