# says: Your function gives the result the shape of the image. The layer decides how large it is.
# fails: sizes
def comp_conv2d(layer, X):
    Y = layer(X.reshape((1, 1) + X.shape))
    return Y.reshape(X.shape)
