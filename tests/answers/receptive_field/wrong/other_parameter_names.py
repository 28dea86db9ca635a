# says: Your function has another name for its parameter.
# fails: centre
def receptive_field(chain):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in chain:
        size += (kernel - 1) * dilation * jump
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
        jump *= stride
    return size, jump, centre
