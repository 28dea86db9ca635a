# says: Yours is the size of a plain convolution, which makes the row shorter. A transposed one makes it longer.
# fails: formula, output_padding
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    return (n + 2 * padding - k) // stride + 1 + output_padding
