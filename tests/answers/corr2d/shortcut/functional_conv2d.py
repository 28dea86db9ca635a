# says: Your function calls PyTorch's own convolution.
from torch.nn import functional as F


def corr2d(X, K):
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    X, K = X.double(), K.double()
    return F.conv2d(X[None, None], K[None, None])[0, 0]
