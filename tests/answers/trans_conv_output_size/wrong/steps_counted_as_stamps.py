# says: Your function counts n steps of the stride. Between n stamps there are n - 1 steps.
# fails: formula, output_padding
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    return n * stride + k - 2 * padding + output_padding
