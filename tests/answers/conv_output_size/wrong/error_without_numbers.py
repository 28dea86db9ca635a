# says: Your ValueError does not say which sizes do not go together. Put n and k into its message.
# fails: fits
def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    way = n + 2 * padding - dilation * (k - 1) - 1
    if way < 0:
        raise ValueError("the kernel does not fit")
    return way // stride + 1
