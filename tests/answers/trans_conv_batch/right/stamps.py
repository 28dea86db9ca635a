# says: Stamps for every image, input channel and output channel in plain loops, then crops.
import torch


def both(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def trans_conv_batch(X, W, stride=1, padding=0, output_padding=0):
    if X.shape[1] != W.shape[0]:
        raise ValueError(f"channels differ: images {tuple(X.shape)}, kernels {tuple(W.shape)}")
    N, C, rows, columns = X.shape
    F, h, w = W.shape[1:]
    (sh, sw), (ph, pw), (oh, ow) = both(stride), both(padding), both(output_padding)
    Y = torch.zeros(N, F, (rows - 1) * sh + h + oh, (columns - 1) * sw + w + ow)
    for n in range(N):
        for f in range(F):
            for c in range(C):
                for i in range(rows):
                    for j in range(columns):
                        Y[n, f, i * sh : i * sh + h, j * sw : j * sw + w] += float(X[n, c, i, j]) * W[c, f].double()
    return Y[:, :, ph : Y.shape[2] - ph, pw : Y.shape[3] - pw]
