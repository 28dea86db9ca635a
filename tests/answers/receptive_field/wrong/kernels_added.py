# says: Your function adds whole kernels: two layers of 3 see 5 pixels, not 6, as their windows share one.
# fails: size
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += kernel * dilation * jump
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
        jump *= stride
    return size, jump, centre
