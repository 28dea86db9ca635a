# says: `zip` stops at the shorter of the two, so channels without a partner are dropped without a word. Compare the numbers of channels
#   first.
# fails: errors
import torch


def trans_conv_batch(X, W, stride=1, padding=0, output_padding=0):
    X, W = X.double(), W.double()
    (sh, sw), (ph, pw), (oh, ow) = ((v, v) if isinstance(v, int) else v for v in (stride, padding, output_padding))
    h, w = W.shape[2:]
    Y = torch.zeros(X.shape[0], W.shape[1], (X.shape[2] - 1) * sh + h + oh, (X.shape[3] - 1) * sw + w + ow)
    for n, image in enumerate(X):
        for channel, kernels in zip(image, W):
            for i in range(X.shape[2]):
                for j in range(X.shape[3]):
                    Y[n, :, i * sh : i * sh + h, j * sw : j * sw + w] += channel[i, j] * kernels
    return Y[:, :, ph : Y.shape[2] - ph, pw : Y.shape[3] - pw]
