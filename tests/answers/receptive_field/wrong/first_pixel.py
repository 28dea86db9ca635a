# says: Your function returns the first pixel of the field, not its centre.
# fails: centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += (kernel - 1) * dilation * jump
        centre += (-padding) * jump
        jump *= stride
    return size, jump, centre
