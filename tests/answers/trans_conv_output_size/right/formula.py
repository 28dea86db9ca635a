# says: The formula, term by term.
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    start_of_last_stamp = (n - 1) * stride
    return start_of_last_stamp + k - 2 * padding + output_padding
