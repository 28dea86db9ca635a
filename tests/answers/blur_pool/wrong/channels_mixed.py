# says: Your function takes the mean of the channels.
# fails: filter, stride
import torch


def blur_pool(X, stride):
    X = X.mean(dim=1, keepdim=True).expand(X.shape)
    wide = torch.cat((X[..., :1], X, X[..., -1:]), dim=3)
    Y = (wide[..., :-2] + 2 * wide[..., 1:-1] + wide[..., 2:]) / 4
    high = torch.cat((Y[:, :, :1], Y, Y[:, :, -1:]), dim=2)
    Y = (high[:, :, :-2] + 2 * high[:, :, 1:-1] + high[:, :, 2:]) / 4
    return Y[:, :, ::stride, ::stride].clone()
