# says: Your function adds up the kernels as if all strides were 1.
# fails: size, centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += (kernel - 1) * dilation
        centre += (kernel - 1) * dilation / 2 - padding
        jump *= stride
    return size, jump, centre
