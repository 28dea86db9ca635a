# says: Your function rounds half a kernel down. The centre of an even kernel lies between two pixels.
# fails: centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += (kernel - 1) * dilation * jump
        centre += ((kernel - 1) * dilation // 2 - padding) * jump
        jump *= stride
    return size, jump, centre
