# says: Your function remembers its last result and gives it back to a call with the same n and k, although the settings are others.
# fails: stride, padding
last = {}


def choose_output_padding(n, k, stride=1, padding=0):
    if n + 2 * padding < k:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    if last.get("sizes") != (n, k):
        last["sizes"], last["result"] = (n, k), (n + 2 * padding - k) % stride
    return last["result"]
