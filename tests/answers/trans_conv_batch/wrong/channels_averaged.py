# says: Your function takes the mean over the input channels. They are added up.
# fails: channels
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
    Y = torch.zeros(N, W.shape[1], (height - 1) * sh + h + oh, (width - 1) * sw + w + ow)
    for i in range(height):
        for j in range(width):
            stamps = X[:, :, i, j].reshape(N, C, 1, 1, 1) * W
            Y[:, :, i * sh : i * sh + h, j * sw : j * sw + w] += stamps.mean(dim=1)
    return Y[:, :, ph : Y.shape[2] - ph, pw : Y.shape[3] - pw]
