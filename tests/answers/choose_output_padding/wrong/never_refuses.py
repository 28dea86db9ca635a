# says: Your function answers even when the kernel does not fit: Python's `%` makes something of negative numbers too. Test for it first.
# fails: errors
def choose_output_padding(n, k, stride=1, padding=0):
    return (n + 2 * padding - k) % stride
