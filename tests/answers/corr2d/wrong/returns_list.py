# says: Your function returns a list of lists; it should return a tensor.
# fails: orientation, rectangular, dtype, purity, errors
def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    return [[(X[i : i + h, j : j + w].double() * K).sum().item() for j in range(W - w + 1)] for i in range(H - h + 1)]
