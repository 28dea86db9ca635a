# says: Your function folds the weights to (C, F) with reshape and multiplies with that; it takes a transpose to swap axes.
# fails: mixing, layout
def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    pixels = X.permute(1, 2, 0).reshape(H * W, C)
    return (pixels @ K.reshape(C, n)).permute(1, 0).reshape(n, H, W)
