# says: Your function steps through memory as if the image lay there row after row: an image that was laid on its side does not.
# fails: filters
def corr2d_multi_in_out(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    windows = X.as_strided((1, H - h + 1, W - w + 1, C, h, w), (0, W, 1, H * W, W, 1))
    return (windows * K[:, None, None]).sum(dim=(3, 4, 5))
