# says: Your function takes the padding off the size. Padding moves the field, and leaves its size as it is.
# fails: size
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += (kernel - 1) * dilation * jump - (padding if kernel > 1 else 0)
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
        jump *= stride
    return size, jump, centre
