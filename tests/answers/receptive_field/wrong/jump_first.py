# says: Your function multiplies the jump by the stride before it uses it. The kernel of a layer reads the map before the layer.
# fails: size, centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        jump *= stride
        size += (kernel - 1) * dilation * jump
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
    return size, jump, centre
