# says: Your function refuses pictures of one row or one column, although the nearest pixel is there.
# fails: filter
import torch


def blur_pool(X, stride):
    if X.shape[2] < 2 and X.shape[3] < 2:
        raise ValueError("too small")
    wide = torch.cat((X[..., :1], X, X[..., -1:]), dim=3)
    Y = (wide[..., :-2] + 2 * wide[..., 1:-1] + wide[..., 2:]) / 4
    high = torch.cat((Y[:, :, :1], Y, Y[:, :, -1:]), dim=2)
    Y = (high[:, :, :-2] + 2 * high[:, :, 1:-1] + high[:, :, 2:]) / 4
    return Y[:, :, ::stride, ::stride].clone()
