# says: Your function refuses an image of a single channel, although there is nothing wrong with one.
# fails: mixing
def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D or C < 2:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return (K.flatten(1) @ X.reshape(C, H * W)).reshape(n, H, W)
