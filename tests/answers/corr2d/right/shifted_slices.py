# says: Loops over the kernel instead of the image: each kernel value times a shifted slice of the whole image.


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"image {(H, W)} is smaller than kernel {(h, w)}")
    X = X if X.is_floating_point() else X.long()
    Y = 0
    for a in range(h):
        for b in range(w):
            Y = Y + X[a : H - h + 1 + a, b : W - w + 1 + b] * K[a, b].item()
    return Y
