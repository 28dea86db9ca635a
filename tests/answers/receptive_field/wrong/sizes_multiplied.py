# says: Your function multiplies the kernels. Fields of neighbours overlap: sizes add up.
# fails: size
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        size *= (kernel - 1) * dilation + 1
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
        jump *= stride
    return size, jump, centre
