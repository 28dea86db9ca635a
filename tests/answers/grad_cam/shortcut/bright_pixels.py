# says: Your function marks the bright pixels and does not look at the model.
def grad_cam(model, layer, X, target):
    bright = X.sum(dim=1).abs().sqrt()
    return bright / bright.amax(dim=(1, 2), keepdim=True)
