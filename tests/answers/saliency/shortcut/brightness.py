# says: Your function returns the brightness of the pictures and does not look at the model.
def saliency(model, X, y):
    return X.abs().amax(dim=1)
