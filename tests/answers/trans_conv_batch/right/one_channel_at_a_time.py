# says: Writes a helper for one channel and sums its results, with list comprehensions and `torch.stack`.
import torch


def one_channel(image, kernel, stride, padding, extra):
    (H, W), (h, w) = image.shape, kernel.shape
    sheet = torch.zeros((H - 1) * stride[0] + h + extra[0], (W - 1) * stride[1] + w + extra[1])
    for a in range(h):
        for b in range(w):
            sheet[a : a + (H - 1) * stride[0] + 1 : stride[0], b : b + (W - 1) * stride[1] + 1 : stride[1]] += (
                image.double() * float(kernel[a, b])
            )
    bottom, right = sheet.shape[0] - padding[0], sheet.shape[1] - padding[1]
    return sheet[padding[0] : bottom, padding[1] : right]


def trans_conv_batch(X, W, stride=1, padding=0, output_padding=0):
    if X.shape[1] != W.shape[0]:
        raise ValueError(f"images {tuple(X.shape)} and kernels {tuple(W.shape)} disagree about the channels")
    settings = [(value, value) if isinstance(value, int) else value for value in (stride, padding, output_padding)]
    return torch.stack(
        [
            torch.stack(
                [sum(one_channel(x, W[c, f], *settings) for c, x in enumerate(image)) for f in range(W.shape[1])]
            )
            for image in X
        ]
    )
