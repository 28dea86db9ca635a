# says: Your function squeezes the weights: with a single channel, their channel axis goes too.
# fails: mixing
def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return (K.squeeze() @ X.reshape(C, H * W)).reshape(n, H, W)
