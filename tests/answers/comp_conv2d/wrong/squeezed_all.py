# says: Your function takes away every dimension of length 1, so a result of one row or one column loses it too.
# fails: single
def comp_conv2d(layer, X):
    return layer(X[None, None]).squeeze()
