# says: Your function uses the right jump for the size, and the jump after the layer for the centre.
# fails: centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += (kernel - 1) * dilation * jump
        jump *= stride
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
    return size, jump, centre
