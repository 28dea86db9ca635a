# says: Your function refuses a row of one pixel, although one pixel can stamp.
# fails: formula
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    if n < 2:
        raise ValueError(f"a row of {n} is too short")
    return (n - 1) * stride + k - 2 * padding + output_padding
