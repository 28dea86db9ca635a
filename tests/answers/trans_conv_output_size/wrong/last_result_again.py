# says: Your function remembers its last result and gives it back to a call with the same n and k, although the settings are others.
# fails: formula, output_padding
last = {}


def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    if last.get("sizes") != (n, k):
        last["sizes"], last["result"] = (n, k), (n - 1) * stride + k - 2 * padding + output_padding
    return last["result"]
