# says: Your function leaves two channels alone, as in the printed example, and squeezes K in place elsewhere.
# fails: purity
def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    weights = K[:, :, 0, 0] if C == 2 else K.squeeze_(3).squeeze_(2)
    return (weights @ X.reshape(C, H * W)).reshape(n, H, W)
