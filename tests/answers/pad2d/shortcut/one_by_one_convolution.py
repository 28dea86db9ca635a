# says: Your function lets a library convolution with a 1×1 kernel do the padding.
import torch
from torch.nn import functional as F


def pad2d(X, padding, value=0.0):
    ones = torch.ones(1, 1, 1, 1, dtype=torch.float64)
    image = X.double()[None, None] - value
    return F.conv2d(image, ones, padding=padding)[0, 0] + value
