# says: Adds both dimensions with None and takes example 0, channel 0.
def comp_conv2d(layer, X):
    return layer(X[None, None])[0, 0]
