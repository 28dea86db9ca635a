# says: Your function leaves the padding out of the centre: padding moves the first window outwards.
# fails: centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += (kernel - 1) * dilation * jump
        centre += ((kernel - 1) * dilation / 2) * jump
        jump *= stride
    return size, jump, centre
