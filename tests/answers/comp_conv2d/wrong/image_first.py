# says: Your function takes the image first and the layer second. It is the other way round.
# fails: sizes, single, unchanged
def comp_conv2d(X, layer):
    return layer(X[None, None])[0, 0]
