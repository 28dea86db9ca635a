# says: For a kernel that is a single 1 your function returns a view of the image. Whoever changes the result then changes
# says: the image.
# fails: purity


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    if (h, w) == (1, 1) and K == 1:
        return X[:, :]
    return (X.double().unfold(0, h, 1).unfold(1, w, 1) * K.double()).sum((2, 3))
