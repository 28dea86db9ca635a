# says: Your function reads the four sizes in the wrong order: height comes before width, on the way in and on the way out.
# fails: sizes, single
def comp_conv2d(layer, X):
    w, h = X.shape
    Y = layer(X.reshape(1, 1, h, w))
    return Y[0, 0]
