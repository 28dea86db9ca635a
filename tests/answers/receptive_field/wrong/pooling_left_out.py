# says: Your function leaves pooling layers out. A pooling window sees pixels just as a kernel does.
# fails: size, jump, centre
def receptive_field(layers):
    size, jump, centre = 1, 1, 0.0
    for kind, kernel, stride, padding, dilation in layers:
        if kind == "pool":
            continue
        size += (kernel - 1) * dilation * jump
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
        jump *= stride
    return size, jump, centre
