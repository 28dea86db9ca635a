# says: Your function leaves the padding out. It crops both ends: subtract it twice.
# fails: formula
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    return (n - 1) * stride + k + output_padding
