# says: Your function lays the image into torch.empty and writes nothing around it: what stands in the frame is chance.
# fails: padding, together, fits
import torch


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    P = torch.empty(X.shape[0] + 2 * ph, X.shape[1] + 2 * pw)
    P[ph : ph + X.shape[0], pw : pw + X.shape[1]] = X
    H, W = P.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    Y = torch.zeros((H - h) // sh + 1, (W - w) // sw + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (P[i * sh : i * sh + h, j * sw : j * sw + w] * K).sum()
    return Y
