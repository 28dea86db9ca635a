# says: Your function multiplies each channel with its weight, but never sums over the channels.
# fails: mixing, layout, purity, errors
def corr2d_multi_in_out_1x1(X, K):
    if tuple(K.shape[1:]) != (X.shape[0], 1, 1):
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return K * X
