# says: Your function multiplies a kernel by the stride of its own layer. What counts is the jump, the strides of all layers *before* it.
# fails: size, centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += (kernel - 1) * dilation * stride
        centre += ((kernel - 1) * dilation / 2 - padding) * stride
        jump *= stride
    return size, jump, centre
