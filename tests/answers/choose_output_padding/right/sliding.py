# says: Slides the window to the last place where it fits, and counts the pixels after it.
def choose_output_padding(n, k, stride=1, padding=0):
    length = n + 2 * padding
    if length < k:
        raise ValueError(f"a window of {k} does not fit into {n} pixels with {padding} on each side")
    end = k
    while end + stride <= length:
        end += stride
    return length - end
