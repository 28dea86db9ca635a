# says: Your function does not use the padding.
# fails: padding, together, fits
import torch


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (H, W), (h, w), (sh, sw) = X.shape, K.shape, stride
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    K = K.float()
    Y = torch.zeros((H - h) // sh + 1, (W - w) // sw + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i * sh : i * sh + h, j * sw : j * sw + w] * K).sum()
    return Y
