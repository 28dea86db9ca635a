# says: Your function takes the last two dimensions away, height and width. Example and channel are the first two.
# fails: sizes, single, unchanged
def comp_conv2d(layer, X):
    Y = layer(X[None, None])
    return Y[:, :, 0, 0]
