# says: Searches for the smallest size that a convolution turns into n, and adds the output padding.
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    size = 1 - 2 * padding
    while size + 2 * padding < k or (size + 2 * padding - k) // stride + 1 != n:
        size += 1
    return size + output_padding
