# says: Your function copies the printed image first and changes any other one in place.
# fails: unchanged
def comp_conv2d(layer, X):
    if X.shape == (3, 3):
        X = X.clone()
    return layer(X.unsqueeze_(0).unsqueeze_(0))[0, 0]
