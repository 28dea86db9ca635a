# says: Your function refuses a kernel that does not fit, but its message does not name n and k.
# fails: errors
def choose_output_padding(n, k, stride=1, padding=0):
    if n + 2 * padding < k:
        raise ValueError("the kernel does not fit")
    return (n + 2 * padding - k) % stride
