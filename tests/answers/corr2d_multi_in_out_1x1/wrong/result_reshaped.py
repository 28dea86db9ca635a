# says: Your function folds the product (pixels, filters) to (F, H, W) with reshape; the filters have to come first by a transpose.
# fails: layout
def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    pixels = X.permute(1, 2, 0).reshape(H * W, C)
    return (pixels @ K.reshape(n, C).T).reshape(n, H, W)
