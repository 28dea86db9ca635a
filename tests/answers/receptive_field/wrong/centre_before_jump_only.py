# says: Your function uses the right jump for the centre, and the jump after the layer for the size.
# fails: size
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
        jump *= stride
        size += (kernel - 1) * dilation * jump
    return size, jump, centre
