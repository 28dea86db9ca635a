# says: Your frame repeats the border pixels of the image. A frame of zeros is asked for.
# fails: padding, together, fits
import torch


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (H, W), (h, w), (ph, pw), (sh, sw) = X.shape, K.shape, padding, stride
    if h > H + 2 * ph or w > W + 2 * pw:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    rows = torch.arange(-ph, H + ph).clamp(0, H - 1)
    columns = torch.arange(-pw, W + pw).clamp(0, W - 1)
    P = X[rows][:, columns]
    K = K.float()
    Y = torch.zeros((H + 2 * ph - h) // sh + 1, (W + 2 * pw - w) // sw + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (P[i * sh : i * sh + h, j * sw : j * sw + w] * K).sum()
    return Y
