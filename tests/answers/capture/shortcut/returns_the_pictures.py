# says: Your function returns the pictures, not what a layer makes of them.
def capture(model, layer, X):
    return X
