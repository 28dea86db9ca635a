# says: Your function lays the image on its side where it has several rows and as many columns.
# fails: layout
def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    if H == W:
        X = X.transpose(1, 2)
    return (K.flatten(1) @ X.reshape(C, H * W)).reshape(n, H, W)
