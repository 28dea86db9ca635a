# says: Your function takes a kernel that is as long as the row for a single stamp.
# fails: formula
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    if k == n and stride == 1:
        return k - 2 * padding + output_padding
    return (n - 1) * stride + k - 2 * padding + output_padding
