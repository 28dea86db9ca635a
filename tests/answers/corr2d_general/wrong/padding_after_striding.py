# says: Your function moves the window over the bare image and puts the frame around the result. The frame comes first.
# fails: padding, together, fits
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (H, W), (h, w), (ph, pw), (sh, sw) = X.shape, K.shape, padding, stride
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    K = K.float()
    Y = torch.zeros((H - h) // sh + 1, (W - w) // sw + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i * sh : i * sh + h, j * sw : j * sw + w] * K).sum()
    return F.pad(Y, (pw, pw, ph, ph))
