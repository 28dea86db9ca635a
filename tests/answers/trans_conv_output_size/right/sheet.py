# says: Marks every stamp on a list that grows as needed, then counts what is left after cropping.
def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    reached = set()
    for i in range(n):
        reached.update(range(i * stride, i * stride + k))
    full = max(reached) + 1 + output_padding
    return len(range(full)[padding : full - padding])
