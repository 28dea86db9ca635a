# says: Your sheet is n * stride long, so empty rows and columns are left at its end. There are only n - 1 steps between n stamps.
# fails: stride, output_padding
import torch


def trans_conv_batch(X, W, stride=1, padding=0, output_padding=0):
    X, W = X.double(), W.double()
    if X.shape[1] != W.shape[0]:
        raise ValueError(f"the images {tuple(X.shape)} do not fit the kernels {tuple(W.shape)}")
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    oh, ow = (output_padding, output_padding) if isinstance(output_padding, int) else output_padding
    h, w = W.shape[2:]
    Y = torch.zeros(X.shape[0], W.shape[1], X.shape[2] * sh + h - 1 + oh, X.shape[3] * sw + w - 1 + ow)
    for i in range(X.shape[2]):
        for j in range(X.shape[3]):
            Y[:, :, i * sh : i * sh + h, j * sw : j * sw + w] += torch.einsum("nc,cfab->nfab", X[:, :, i, j], W)
    return Y[:, :, ph : Y.shape[2] - ph, pw : Y.shape[3] - pw]
