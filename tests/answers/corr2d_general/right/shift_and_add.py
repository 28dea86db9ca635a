# says: Goes over the kernel instead of the image: each kernel value times a shifted, strided slice, all added up.
import torch


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (H, W), (h, w) = X.shape, K.shape
    (ph, pw), (sh, sw) = padding, stride
    rows, columns = H + 2 * ph - h, W + 2 * pw - w
    if rows < 0 or columns < 0:
        raise ValueError(f"kernel {h}x{w} is too large for image {H}x{W}")
    P = torch.zeros(H + 2 * ph, W + 2 * pw)
    P[ph : H + ph, pw : W + pw] = X
    Y = 0
    for a in range(h):
        for b in range(w):
            Y = Y + K[a, b] * P[a : a + rows + 1 : sh, b : b + columns + 1 : sw]
    return Y
