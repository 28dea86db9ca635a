# says: Your function is one short: the last stamp is k pixels long, and all of them count. "k - 1" belongs to n + k - 1, with n for n - 1.
# fails: formula, output_padding
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    return (n - 1) * stride + (k - 1) - 2 * padding + output_padding
