# says: Takes the first dimension away, twice, by its number.
def comp_conv2d(layer, X):
    X = X.unsqueeze(0)
    X = X.unsqueeze(0)
    return layer(X).squeeze(0).squeeze(0)
