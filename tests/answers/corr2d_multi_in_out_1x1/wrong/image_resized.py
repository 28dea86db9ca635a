# says: Your function gives X another axis in place (`unsqueeze_`): X is not what it was when the call is over.
# fails: purity
def corr2d_multi_in_out_1x1(X, K):
    if tuple(K.shape[1:]) != (X.shape[0], 1, 1):
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    X.unsqueeze_(0)
    return (K * X).sum(dim=1)
