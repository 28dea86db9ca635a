# says: Your function does not use the dilation: a dilated kernel spans d·(k − 1) steps.
# fails: size, centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += (kernel - 1) * jump
        centre += ((kernel - 1) / 2 - padding) * jump
        jump *= stride
    return size, jump, centre
