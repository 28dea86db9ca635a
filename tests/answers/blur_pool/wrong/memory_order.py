# says: Your function reads the pictures in the order in which they lie in memory.
# fails: filter
import torch


def blur_pool(X, stride):
    X = torch.as_strided(X, X.shape, torch.empty(X.shape).stride())
    wide = torch.cat((X[..., :1], X, X[..., -1:]), dim=3)
    Y = (wide[..., :-2] + 2 * wide[..., 1:-1] + wide[..., 2:]) / 4
    high = torch.cat((Y[:, :, :1], Y, Y[:, :, -1:]), dim=2)
    Y = (high[:, :, :-2] + 2 * high[:, :, 1:-1] + high[:, :, 2:]) / 4
    return Y[:, :, ::stride, ::stride].clone()
