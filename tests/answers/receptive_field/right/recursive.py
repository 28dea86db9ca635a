# says: The chain without its last layer, then that layer.
def receptive_field(layers):
    if not layers:
        return 1, 1, 0.0
    size, jump, centre = receptive_field(layers[:-1])
    _, kernel, stride, padding, dilation = layers[-1]
    reach = (kernel - 1) * dilation
    return size + reach * jump, jump * stride, centre + jump * (reach / 2 - padding)
