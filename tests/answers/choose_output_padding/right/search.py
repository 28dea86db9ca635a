# says: Tries every output padding below the stride until the size fits.
def choose_output_padding(n, k, stride=1, padding=0):
    if n + padding + padding < k:
        raise ValueError("n = %d is too short for k = %d" % (n, k))
    windows = len(range(0, n + 2 * padding - k + 1, stride))
    for extra in range(stride):
        if (windows - 1) * stride + k - 2 * padding + extra == n:
            return extra
