# says: Your function writes the result into a tensor of the image's size. The layer decides how large it is.
# fails: sizes
import torch


def comp_conv2d(layer, X):
    Y = layer(X[None, None])[0, 0]
    result = torch.zeros(X.shape)
    h, w = min(Y.shape[0], X.shape[0]), min(Y.shape[1], X.shape[1])
    result[:h, :w] = Y[:h, :w]
    return result
