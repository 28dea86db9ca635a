# says: Your function writes its results into the image: `.double()` makes no copy of what is double already.
# fails: purity


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    X, K = X.double(), K.double()
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            X[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return X[: H - h + 1, : W - w + 1].clone()
