# says: Your function counts padding in pixels of the picture. A padded cell of a map is `jump` pixels wide.
# fails: centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += (kernel - 1) * dilation * jump
        centre += (kernel - 1) * dilation / 2 * jump - padding
        jump *= stride
    return size, jump, centre
