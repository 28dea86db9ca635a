# says: Your function forgets the output padding as soon as there is padding.
# fails: output_padding
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    return (n - 1) * stride + k - (2 * padding if padding else -output_padding)
