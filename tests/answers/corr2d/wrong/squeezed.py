# says: Your function drops each dimension of size 1 (`squeeze`): a result with one row or column has another shape.
# fails: rectangular, errors


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    return (X.double().unfold(0, h, 1).unfold(1, w, 1) * K.double()).sum((2, 3)).squeeze()
