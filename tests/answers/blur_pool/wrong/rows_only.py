# says: Your function blurs along the rows only.
# fails: filter, stride
import torch


def blur_pool(X, stride):
    Y = X
    high = torch.cat((Y[:, :, :1], Y, Y[:, :, -1:]), dim=2)
    Y = (high[:, :, :-2] + 2 * high[:, :, 1:-1] + high[:, :, 2:]) / 4
    return Y[:, :, ::stride, ::stride].clone()
