# says: Your function lets PyTorch's average pooling do the work, twice.
from torch.nn import functional as F


def blur_pool(X, stride):
    wide = F.pad(X, (1, 1, 1, 1), mode="replicate")
    Y = F.avg_pool2d(F.avg_pool2d(wide, 2, stride=1), 2, stride=1)
    return Y[:, :, ::stride, ::stride]
