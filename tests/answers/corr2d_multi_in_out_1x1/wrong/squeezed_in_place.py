# says: Your function squeezes K in place (`squeeze_`): K has lost two axes when the call is over.
# fails: purity
def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    K.squeeze_(3).squeeze_(2)
    return (K @ X.reshape(C, H * W)).reshape(n, H, W)
