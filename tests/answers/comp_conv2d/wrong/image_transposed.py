# says: Your function hands in the transposed image.
# fails: sizes, single, unchanged
def comp_conv2d(layer, X):
    return layer(X.t()[None, None])[0, 0]
