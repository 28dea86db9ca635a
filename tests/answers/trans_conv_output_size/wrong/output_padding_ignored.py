# says: Your function leaves the output padding out. It makes the result longer by that much.
# fails: output_padding
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    return (n - 1) * stride + k - 2 * padding
