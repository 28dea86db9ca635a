# says: Your function calls PyTorch's own convolution, which knows 1×1 kernels too.
from torch.nn import functional as F


def corr2d_multi_in_out_1x1(X, K):
    if K.shape[2:] != (1, 1) or K.shape[1] != X.shape[0]:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return F.conv2d(X[None], K)[0]
