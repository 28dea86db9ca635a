# says: Your function takes the padding off once. It crops both ends: subtract it twice.
# fails: formula
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    return (n - 1) * stride + k - padding + output_padding
