# says: Your function adds the dimensions with unsqueeze_: the underscore changes the caller's image. Use unsqueeze.
# fails: unchanged
def comp_conv2d(layer, X):
    X.unsqueeze_(0).unsqueeze_(0)
    return layer(X)[0, 0]
