# says: Your function leaves the stride out: the last stamp starts at (n - 1) * stride.
# fails: formula, output_padding
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    return n - 1 + k - 2 * padding + output_padding
