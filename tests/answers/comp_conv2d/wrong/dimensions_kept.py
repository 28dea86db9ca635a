# says: Your function adds the dimensions and does not take them away again.
# fails: sizes, single, unchanged
def comp_conv2d(layer, X):
    return layer(X[None, None])
