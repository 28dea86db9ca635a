# says: Your function returns nested lists. Make a tensor of them: `torch.tensor(rows)`.
# fails: overlap, orientation, rectangular, dtype, purity
def trans_conv(X, K):
    (H, W), (h, w) = X.shape, K.shape
    rows = [[0.0] * (W + w - 1) for _ in range(H + h - 1)]
    for i in range(H):
        for j in range(W):
            for a in range(h):
                for b in range(w):
                    rows[i + a][j + b] += float(X[i, j] * K[a, b])
    return rows
