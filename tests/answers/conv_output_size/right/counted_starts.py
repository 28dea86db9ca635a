# says: Counts the places at which a window may start.
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    last_start = n + 2 * padding - 1 - dilation * (k - 1)
    starts = range(0, last_start + 1, stride)
    if len(starts) == 0:
        raise ValueError(f"n={n} is too short for k={k} with padding={padding}, dilation={dilation}")
    return len(starts)
