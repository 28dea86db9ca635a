# says: Your function takes the layers out of the caller's list, which is empty afterwards.
# fails: centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    while layers:
        kind, kernel, stride, padding, dilation = layers.pop(0)
        size += (kernel - 1) * dilation * jump
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
        jump *= stride
    return size, jump, centre
