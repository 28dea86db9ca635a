# says: Your kernel is [1, 1, 1]/3, a box; the middle should weigh twice as much.
# fails: filter, stride
import torch


def blur_pool(X, stride):
    wide = torch.cat((X[..., :1], X, X[..., -1:]), dim=3)
    Y = (wide[..., :-2] + wide[..., 1:-1] + wide[..., 2:]) / 3
    high = torch.cat((Y[:, :, :1], Y, Y[:, :, -1:]), dim=2)
    Y = (high[:, :, :-2] + high[:, :, 1:-1] + high[:, :, 2:]) / 3
    return Y[:, :, ::stride, ::stride].clone()
