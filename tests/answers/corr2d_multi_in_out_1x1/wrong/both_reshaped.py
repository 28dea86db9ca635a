# says: Your function goes to pixels and back by reshape alone: every shape fits, and the numbers are in the wrong places.
# fails: layout
def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return (X.reshape(H * W, C) @ K.reshape(n, C).T).reshape(n, H, W)
