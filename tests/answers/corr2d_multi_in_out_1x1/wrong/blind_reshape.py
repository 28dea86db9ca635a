# says: Your function checks nothing: where the numbers of weights happen to fit, it computes with kernels that are not 1×1.
# fails: errors
def corr2d_multi_in_out_1x1(X, K):
    C, H, W = X.shape
    return (K.reshape(len(K), C) @ X.reshape(C, H * W)).reshape(len(K), H, W)
