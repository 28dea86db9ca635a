# says: Your function takes the first and the third dimension away, so it keeps one row of the result. Take the first two.
# fails: sizes, single, unchanged
def comp_conv2d(layer, X):
    Y = layer(X[None, None])
    return Y[0, :, 0]
