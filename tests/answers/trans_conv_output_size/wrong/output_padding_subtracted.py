# says: Your function subtracts the output padding. It crops less, so the result gets longer.
# fails: output_padding
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    return (n - 1) * stride + k - 2 * padding - output_padding
