# says: Your windows start at (i − ph)·sh. The steps start in the corner of the frame, so it is i·sh − ph.
# fails: together, fits
import torch


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (H, W), (h, w), (ph, pw), (sh, sw) = X.shape, K.shape, padding, stride
    if h > H + 2 * ph or w > W + 2 * pw:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    K = K.float()
    Y = torch.zeros((H + 2 * ph - h) // sh + 1, (W + 2 * pw - w) // sw + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            for a in range(h):
                for b in range(w):
                    row, column = (i - ph) * sh + a, (j - pw) * sw + b
                    if 0 <= row < H and 0 <= column < W:
                        Y[i, j] += X[row, column] * K[a, b]
    return Y
