# says: Your function uses `view`, which fails on an image laid on its side by `transpose`; `reshape` copes with any order in memory.
# fails: layout
def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return (K.reshape(n, C) @ X.view(C, H * W)).view(n, H, W)
