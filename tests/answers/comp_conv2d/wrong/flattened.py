# says: Your function flattens the result to one long row of numbers. Keep its height and its width.
# fails: sizes, single, unchanged
def comp_conv2d(layer, X):
    return layer(X[None, None]).flatten()
