# says: Your function multiplies the size by the stride, which is right only when kernel and stride are equal and nothing is cropped.
# fails: formula, output_padding
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    if stride > 1:
        return n * stride - 2 * padding + output_padding
    return n + k - 1 - 2 * padding + output_padding
