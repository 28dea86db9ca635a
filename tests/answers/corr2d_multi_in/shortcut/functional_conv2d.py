# says: Your function calls PyTorch's own convolution, which adds up the channels for you.
from torch.nn import functional as F


def corr2d_multi_in(X, K):
    if X.shape[0] != K.shape[0] or K.shape[1] > X.shape[1] or K.shape[2] > X.shape[2]:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    return F.conv2d(X[None], K[None])[0, 0]
