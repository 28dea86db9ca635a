# says: Your function returns a float. A size is a whole number: no division is needed.
# fails: formula, output_padding
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    return ((n - 1) / (1 / stride)) + k - 2 * padding + output_padding
