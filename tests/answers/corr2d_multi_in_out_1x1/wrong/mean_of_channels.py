# says: Your function takes the mean over the channels where it should take the sum.
# fails: mixing, layout, purity, errors
def corr2d_multi_in_out_1x1(X, K):
    if tuple(K.shape[1:]) != (X.shape[0], 1, 1):
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return (K * X).mean(dim=1)
