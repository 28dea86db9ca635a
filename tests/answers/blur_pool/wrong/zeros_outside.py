# says: Your function takes zeros outside the picture: a grey picture gets a dark rim.
# fails: filter, stride
import torch


def blur_pool(X, stride):
    wide = torch.nn.functional.pad(X, (1, 1))
    Y = (wide[..., :-2] + 2 * wide[..., 1:-1] + wide[..., 2:]) / 4
    high = torch.nn.functional.pad(Y, (0, 0, 1, 1))
    Y = (high[:, :, :-2] + 2 * high[:, :, 1:-1] + high[:, :, 2:]) / 4
    return Y[:, :, ::stride, ::stride].clone()
