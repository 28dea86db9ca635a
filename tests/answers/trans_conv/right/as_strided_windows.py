# says: Takes all windows of the padded image with `as_strided` and contracts them with the flipped kernel by `einsum`.
import torch


def trans_conv(X, K):
    (H, W), (h, w) = X.shape, K.shape
    padded = torch.zeros(H + 2 * h - 2, W + 2 * w - 2)
    padded[h - 1 : h - 1 + H, w - 1 : w - 1 + W] = X
    s0, s1 = padded.stride()
    windows = padded.as_strided((H + h - 1, W + w - 1, h, w), (s0, s1, s0, s1))
    return torch.einsum("ijab,ab->ij", windows, torch.flip(K, (0, 1)).float())
