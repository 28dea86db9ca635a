# says: Your function goes on where its last call ended.
# fails: size, jump, centre
state = [1, 1, 0.0]


def receptive_field(layers):
    for _, kernel, stride, padding, dilation in layers:
        state[0] += (kernel - 1) * dilation * state[1]
        state[2] += ((kernel - 1) * dilation / 2 - padding) * state[1]
        state[1] *= stride
    return tuple(state)
