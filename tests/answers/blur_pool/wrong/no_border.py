# says: Your function blurs only where the whole kernel fits: the picture loses its rim.
# fails: filter, stride


def blur_pool(X, stride):
    wide = X
    Y = (wide[..., :-2] + 2 * wide[..., 1:-1] + wide[..., 2:]) / 4
    high = Y
    Y = (high[:, :, :-2] + 2 * high[:, :, 1:-1] + high[:, :, 2:]) / 4
    return Y[:, :, ::stride, ::stride].clone()
