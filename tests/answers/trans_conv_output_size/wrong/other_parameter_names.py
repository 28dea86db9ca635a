# says: Your function has other names for its parameters: a call by name, trans_conv_output_size(n=…, k=…), does not find them.
# fails: formula, output_padding
def trans_conv_output_size(pixels, kernel, stride=1, padding=0, output_padding=0):
    return (pixels - 1) * stride + kernel - 2 * padding + output_padding
