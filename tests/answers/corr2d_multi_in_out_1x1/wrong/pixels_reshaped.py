# says: Your function makes rows of pixels with reshape, which re-folds the numbers: pixels and channels get mixed up. It takes permute.
# fails: layout
def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    pixels = X.reshape(H * W, C)
    return (pixels @ K.reshape(n, C).T).T.reshape(n, H, W)
