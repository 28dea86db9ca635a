# says: From the last value back to the picture: the range that the first value, and its neighbour, sees.
def receptive_field(layers):
    def span(at):
        first = last = at
        for _, kernel, stride, padding, dilation in reversed(layers):
            first = first * stride - padding
            last = last * stride - padding + (kernel - 1) * dilation
        return first, last

    (first, last), (neighbour, _) = span(0), span(1)
    return last - first + 1, neighbour - first, (first + last) / 2
