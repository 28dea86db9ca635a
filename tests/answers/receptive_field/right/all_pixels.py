# says: Sets of pixels: which ones do the first two values see?
def receptive_field(layers):
    seen = [[0], [1]]
    for _, kernel, stride, padding, dilation in layers[::-1]:
        ends = [0, (kernel - 1) * dilation]
        seen = [[at * stride - padding + end for at in (min(cells), max(cells)) for end in ends] for cells in seen]
    first, second = (sorted(cells) for cells in seen)
    return first[-1] - first[0] + 1, second[0] - first[0], (first[0] + first[-1]) / 2
