# says: Plain Python lists and numbers, turned into a tensor at the end.
import torch


def corr2d(X, K):
    x, k = X.tolist(), K.tolist()
    H, W, h, w = len(x), len(x[0]), len(k), len(k[0])
    if h > H or w > W:
        raise ValueError(f"{h}x{w} kernel, but only a {H}x{W} image")
    return torch.tensor(
        [
            [sum(x[i + a][j + b] * k[a][b] for a in range(h) for b in range(w)) for j in range(W - w + 1)]
            for i in range(H - h + 1)
        ]
    )
