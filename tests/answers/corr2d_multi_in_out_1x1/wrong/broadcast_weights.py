# says: Your function lets a single weight stretch over all channels: broadcasting hides that weights are missing.
# fails: errors
def corr2d_multi_in_out_1x1(X, K):
    if tuple(K.shape[2:]) != (1, 1):
        raise ValueError(f"not 1×1: {tuple(K.shape)}")
    return (K * X).sum(dim=1)
