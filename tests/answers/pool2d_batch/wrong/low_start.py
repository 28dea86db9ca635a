# says: Your function starts each maximum at -1e9, so that wins wherever all values of a window are darker. Start at minus infinity, or at the first value.
# fails: planes, padding
import torch


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def pool2d_batch(X, pool_size, stride=None, padding=0, mode="max", count_include_pad=True):
    N, C, H, W = X.shape
    h, w = pair(pool_size)
    sh, sw = pair(pool_size if stride is None else stride)
    ph, pw = pair(padding)
    if mode not in ("max", "avg"):
        raise ValueError(f"unknown mode {mode}")
    if ph > h / 2 or pw > w / 2:
        raise ValueError(f"padding {(ph, pw)} is too large for the window {(h, w)}")
    if h > H + 2 * ph or w > W + 2 * pw:
        raise ValueError(f"window {(h, w)} does not fit into images {tuple(X.shape)}")
    rows = (H + 2 * ph - h) // sh + 1
    columns = (W + 2 * pw - w) // sw + 1
    Y = torch.zeros(N, C, rows, columns)
    for n in range(N):
        for c in range(C):
            pixels = X[n, c].tolist()
            for i in range(rows):
                for j in range(columns):
                    found = []
                    for a in range(i * sh - ph, i * sh - ph + h):
                        for b in range(j * sw - pw, j * sw - pw + w):
                            if 0 <= a < H and 0 <= b < W:
                                found.append(pixels[a][b])
                    if mode == "max":
                        Y[n, c, i, j] = max([-1e9, *found])
                    else:
                        Y[n, c, i, j] = sum(found) / (h * w if count_include_pad else len(found))
    return Y
