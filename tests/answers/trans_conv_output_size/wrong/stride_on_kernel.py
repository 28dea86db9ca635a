# says: Your function applies the stride to the kernel. It is the stamps that lie that far apart.
# fails: formula, output_padding
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    return n + (k - 1) * stride - 2 * padding + output_padding
