# says: Your function spreads the pixels and correlates, which is a good way, but forgets to flip the kernel for it.
# fails: channels, stride, padding, output_padding
import torch
from torch.nn import functional as F


def trans_conv_batch(X, W, stride=1, padding=0, output_padding=0):
    X, W = X.double(), W.double()
    if X.shape[1] != W.shape[0]:
        raise ValueError(f"the images {tuple(X.shape)} do not fit the kernels {tuple(W.shape)}")
    (sh, sw), (ph, pw), (oh, ow) = ((v, v) if isinstance(v, int) else v for v in (stride, padding, output_padding))
    N, C, height, width = X.shape
    h, w = W.shape[2:]
    spread = X.new_zeros(N, C, (height - 1) * sh + 1, (width - 1) * sw + 1)
    spread[:, :, ::sh, ::sw] = X
    spread = F.pad(spread, (w - 1 - pw, w - 1 - pw + ow, h - 1 - ph, h - 1 - ph + oh))
    windows = spread.unfold(2, h, 1).unfold(3, w, 1)
    return torch.einsum("ncijab,cfab->nfij", windows, W)
