# says: Your function reshapes the result to (width, height). It is (height, width), and reshape does not transpose.
# fails: sizes, single
def comp_conv2d(layer, X):
    Y = layer(X[None, None])
    return Y.reshape(Y.shape[3], Y.shape[2])
