# says: Your function adds the padding. In a transposed convolution padding crops the result: subtract it.
# fails: formula
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    return (n - 1) * stride + k + 2 * padding + output_padding
