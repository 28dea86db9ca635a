# says: Your function leaves the strides of pooling layers out of the jump.
# fails: size, jump, centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += (kernel - 1) * dilation * jump
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
        jump *= stride if kind == "conv" else 1
    return size, jump, centre
