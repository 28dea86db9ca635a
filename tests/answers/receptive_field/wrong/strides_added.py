# says: Your function adds the strides. They multiply: two layers of stride 2 move the field by 4 pixels.
# fails: size, jump, centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size += (kernel - 1) * dilation * jump
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
        jump += stride - 1
    return size, jump, centre
