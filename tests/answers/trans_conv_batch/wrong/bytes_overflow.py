# says: Your function multiplies bytes by bytes, and the product is a byte again: 200 · 2 becomes 144.
# fails: errors
import torch


def trans_conv_batch(X, W, stride=1, padding=0, output_padding=0):
    (N, C, height, width), (D, F, h, w) = X.shape, W.shape
    if C != D:
        raise ValueError(f"the images {tuple(X.shape)} and the kernels {tuple(W.shape)} disagree about the channels")
    (sh, sw), (ph, pw), (oh, ow) = ((v, v) if isinstance(v, int) else v for v in (stride, padding, output_padding))
    sheet = torch.zeros(N, F, (height - 1) * sh + h + oh, (width - 1) * sw + w + ow, dtype=torch.float64)
    for i in range(height):
        for j in range(width):
            stamps = (X[:, :, i, j][:, :, None, None, None] * W).sum(dim=1)
            sheet[:, :, i * sh : i * sh + h, j * sw : j * sw + w] += stamps
    return sheet[:, :, ph : sheet.shape[2] - ph, pw : sheet.shape[3] - pw]
