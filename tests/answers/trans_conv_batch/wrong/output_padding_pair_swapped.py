# says: Your function takes the output padding pair the wrong way round: the first number is for the rows.
# fails: output_padding
import torch


def trans_conv_batch(X, W, stride=1, padding=0, output_padding=0):
    X, W = X.double(), W.double()
    if X.shape[1] != W.shape[0]:
        raise ValueError(f"the images {tuple(X.shape)} do not fit the kernels {tuple(W.shape)}")
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    ow, oh = (output_padding, output_padding) if isinstance(output_padding, int) else output_padding
    h, w = W.shape[2:]
    Y = torch.zeros(X.shape[0], W.shape[1], (X.shape[2] - 1) * sh + h + oh, (X.shape[3] - 1) * sw + w + ow)
    for i in range(X.shape[2]):
        for j in range(X.shape[3]):
            Y[:, :, i * sh : i * sh + h, j * sw : j * sw + w] += torch.einsum("nc,cfab->nfab", X[:, :, i, j], W)
    return Y[:, :, ph : Y.shape[2] - ph, pw : Y.shape[3] - pw]
