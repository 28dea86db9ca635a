# says: Puts stride - 1 zeros between the pixels, pads the border and correlates with the flipped kernel.
import torch
from torch.nn import functional as F


def pair(v):
    return (v, v) if isinstance(v, int) else v


def trans_conv_batch(X, W, stride=1, padding=0, output_padding=0):
    if X.size(1) != W.size(0):
        raise ValueError(f"cannot combine images of shape {tuple(X.shape)} with kernels of shape {tuple(W.shape)}")
    X, W = X.double(), W.double()
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    oh, ow = pair(output_padding)
    N, C, height, width = X.shape
    h, w = W.shape[2:]
    spread = X.new_zeros(N, C, (height - 1) * sh + 1, (width - 1) * sw + 1)
    spread[:, :, ::sh, ::sw] = X
    # A negative padding crops: that is what happens where ph is larger than h - 1.
    spread = F.pad(spread, (w - 1 - pw, w - 1 - pw + ow, h - 1 - ph, h - 1 - ph + oh))
    windows = spread.unfold(2, h, 1).unfold(3, w, 1)
    return torch.einsum("ncijab,cfab->nfij", windows, W.flip(2, 3))
