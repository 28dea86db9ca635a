# says: Your function takes the example dimension away and leaves the channel: the result still has three dimensions.
# fails: sizes, single, unchanged
def comp_conv2d(layer, X):
    return layer(X[None, None])[0]
