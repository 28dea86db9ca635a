# says: Your function steps through memory as if the image lay there row after row: an image that was laid on its side does not.
# fails: channels


def corr2d_multi_in(X, K):
    (C, H, W), (D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    windows = X.as_strided((H - h + 1, W - w + 1, C, h, w), (W, 1, H * W, W, 1))
    return (windows * K).sum(dim=(2, 3, 4))
