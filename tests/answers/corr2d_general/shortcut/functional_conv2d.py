# says: Your function calls PyTorch's own convolution.
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    if any(k > n + 2 * p for n, k, p in zip(X.shape, K.shape, padding)):
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    return F.conv2d(X.double()[None, None], K.double()[None, None], padding=padding, stride=stride)[0, 0]
