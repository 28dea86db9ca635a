# says: Your function calls PyTorch's own transposed convolution.
from torch.nn import functional as F


def trans_conv_batch(X, W, stride=1, padding=0, output_padding=0):
    if X.shape[1] != W.shape[0]:
        raise ValueError(f"the images {tuple(X.shape)} do not fit the kernels {tuple(W.shape)}")
    return F.conv_transpose2d(X, W, stride=stride, padding=padding, output_padding=output_padding)
