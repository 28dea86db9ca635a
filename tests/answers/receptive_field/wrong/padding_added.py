# says: Your function moves the centre inwards by the padding. Padding lies before the first pixel: it moves the centre outwards.
# fails: centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += (kernel - 1) * dilation * jump
        centre += ((kernel - 1) * dilation / 2 + padding) * jump
        jump *= stride
    return size, jump, centre
