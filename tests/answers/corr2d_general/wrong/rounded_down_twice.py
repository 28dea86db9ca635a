# says: Your sizes divide the image and the frame by the stride separately and round down twice. Add first, then divide once.
# fails: together
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (H, W), (h, w), (ph, pw), (sh, sw) = X.shape, K.shape, padding, stride
    if h > H + 2 * ph or w > W + 2 * pw:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    P = F.pad(X.float(), (pw, pw, ph, ph))
    Y = torch.zeros((H - h) // sh + 2 * ph // sh + 1, (W - w) // sw + 2 * pw // sw + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (P[i * sh : i * sh + h, j * sw : j * sw + w] * K).sum()
    return Y
