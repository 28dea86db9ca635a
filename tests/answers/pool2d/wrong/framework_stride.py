# says: Your function lets the window jump by its own size, as frameworks do by default. Here it moves by one pixel.
# fails: max, average, rectangular, dtype


def pool2d(X, pool_size, mode="max"):
    H, W = X.shape
    h, w = pool_size
    if mode not in ("max", "avg"):
        raise ValueError(f"unknown mode {mode}")
    if h > H or w > W:
        raise ValueError(f"window {(h, w)} does not fit into image {(H, W)}")
    windows = X.double().unfold(0, h, h).unfold(1, w, w)
    return windows.amax((-2, -1)) if mode == "max" else windows.mean((-2, -1))
