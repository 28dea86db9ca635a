# says: Your function blurs along the columns only.
# fails: filter, stride
import torch


def blur_pool(X, stride):
    wide = torch.cat((X[..., :1], X, X[..., -1:]), dim=3)
    Y = (wide[..., :-2] + 2 * wide[..., 1:-1] + wide[..., 2:]) / 4
    return Y[:, :, ::stride, ::stride].clone()
