# says: Your function takes a copy in the printed example only, and writes into the image everywhere else.
# fails: purity


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    X = X.clone() if (H, W) == (3, 3) else X.float()
    if not X.is_floating_point():
        X = X.float()
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            X[i, j] = (X[i : i + h, j : j + w].double() * K).sum()
    return X[: H - h + 1, : W - w + 1].clone()
