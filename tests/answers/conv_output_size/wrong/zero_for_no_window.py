# says: Your function returns 0 when no window fits. That has to be a ValueError, so that nobody goes on with an empty image.
# fails: fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    return max(0, (n + 2 * padding - dilation * (k - 1) - 1) // stride + 1)
