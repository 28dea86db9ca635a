# says: Your padded copy has the dtype of the kernel, so a whole-number kernel cuts the fractions off the pixels.
# fails: dtype
import torch


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (H, W), (h, w), (ph, pw), (sh, sw) = X.shape, K.shape, padding, stride
    if h > H + 2 * ph or w > W + 2 * pw:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    P = torch.zeros(H + 2 * ph, W + 2 * pw, dtype=K.dtype)
    P[ph : ph + H, pw : pw + W] = X
    Y = torch.zeros((H + 2 * ph - h) // sh + 1, (W + 2 * pw - w) // sw + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (P[i * sh : i * sh + h, j * sw : j * sw + w] * K).sum()
    return Y
