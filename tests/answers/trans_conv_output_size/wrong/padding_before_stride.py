# says: Your function has padding and stride in the other order: a call by position exchanges them.
# fails: formula, output_padding
def trans_conv_output_size(n, k, padding=0, stride=1, output_padding=0):
    return (n - 1) * stride + k - 2 * padding + output_padding
