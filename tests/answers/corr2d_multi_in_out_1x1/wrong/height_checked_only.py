# says: Your function checks the kernel's height, but not its width.
# fails: errors
def corr2d_multi_in_out_1x1(X, K):
    if K.shape[1] != X.shape[0] or K.shape[2] != 1:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return (K[:, :, :, 0] * X).sum(dim=1) if K.shape[3] > 1 else (K * X).sum(dim=1)
