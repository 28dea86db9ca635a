# says: Your function refuses an empty list: a picture of its own sees one pixel.
# fails: size, jump, centre
def receptive_field(layers):
    if not layers:
        raise ValueError("no layers")
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += (kernel - 1) * dilation * jump
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
        jump *= stride
    return size, jump, centre
