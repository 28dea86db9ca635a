# says: Your function takes the jump of layers with equal strides only: the first stride to the power of their number.
# fails: size, jump, centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for number, (kind, kernel, stride, padding, dilation) in enumerate(layers, start=1):
        size += (kernel - 1) * dilation * jump
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
        jump = layers[0][2] ** number
    return size, jump, centre
