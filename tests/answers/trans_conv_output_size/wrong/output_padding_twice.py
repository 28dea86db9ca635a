# says: Your function adds the output padding at both ends. Only the far end gets it.
# fails: output_padding
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    return (n - 1) * stride + k - 2 * padding + 2 * output_padding
