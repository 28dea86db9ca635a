# says: Both tables by reshape, one matrix product, folded back.
import torch


def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1):
        raise ValueError(f"not a 1×1 kernel: {tuple(K.shape)}")
    if C != D:
        raise ValueError(f"{tuple(X.shape)} has {C} channels, {tuple(K.shape)} wants {D}")
    return torch.mm(K.reshape(n, C), X.reshape(C, H * W)).reshape(n, H, W)
