# says: Your function exchanges rows and columns of a square table of weights as soon as the image has more than one pixel.
# fails: layout
def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    weights = K.flatten(1)
    if n == C and H * W > 1:
        weights = weights.T
    return (weights @ X.reshape(C, H * W)).reshape(n, H, W)
