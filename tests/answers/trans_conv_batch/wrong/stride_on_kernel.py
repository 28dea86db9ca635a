# says: Your function spreads the kernel's own pixels (that is dilation). The stride moves whole stamps apart.
# fails: stride, output_padding
import torch


def trans_conv_batch(X, W, stride=1, padding=0, output_padding=0):
    X, W = X.double(), W.double()
    if X.shape[1] != W.shape[0]:
        raise ValueError(f"the images {tuple(X.shape)} do not fit the kernels {tuple(W.shape)}")
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    oh, ow = (output_padding, output_padding) if isinstance(output_padding, int) else output_padding
    N, C, height, width = X.shape
    h, w = W.shape[2:]
    Y = torch.zeros(N, W.shape[1], height + (h - 1) * sh + oh, width + (w - 1) * sw + ow)
    for a in range(h):
        for b in range(w):
            top, left = a * sh, b * sw
            Y[:, :, top : top + height, left : left + width] += torch.einsum("ncij,cf->nfij", X, W[:, :, a, b])
    return Y[:, :, ph : Y.shape[2] - ph, pw : Y.shape[3] - pw]
