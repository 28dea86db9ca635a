# says: Your function mirrors the picture: outside counts the last pixel but one, not the nearest.
# fails: filter, stride
import torch


def blur_pool(X, stride):
    wide = torch.cat((X[..., 1:2], X, X[..., -2:-1]), dim=3) if X.shape[3] > 1 else torch.cat((X, X, X), dim=3)
    Y = (wide[..., :-2] + 2 * wide[..., 1:-1] + wide[..., 2:]) / 4
    high = torch.cat((Y[:, :, 1:2], Y, Y[:, :, -2:-1]), dim=2) if Y.shape[2] > 1 else torch.cat((Y, Y, Y), dim=2)
    Y = (high[:, :, :-2] + 2 * high[:, :, 1:-1] + high[:, :, 2:]) / 4
    return Y[:, :, ::stride, ::stride].clone()
