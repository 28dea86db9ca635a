# says: Your function folds the result to (F, W, H): height and width are swapped.
# fails: layout
import torch


def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return torch.matmul(K.reshape(n, C), X.reshape(C, H * W)).reshape(n, W, H)
