# says: Your parameters have other names than those of the exercise, so a call with `X=` or `pool_size=` fails.
# fails: rectangular
import torch


def pool2d(image, window_size, mode="max"):
    H, W = image.shape
    h, w = window_size
    if mode not in ("max", "avg"):
        raise ValueError(f"unknown mode {mode}")
    if h > H or w > W:
        raise ValueError(f"window {(h, w)} does not fit into image {(H, W)}")
    image = image.to(torch.float64)
    Y = torch.zeros((H - h + 1, W - w + 1), dtype=torch.float64)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            window = image[i : i + h, j : j + w]
            if mode == "max":
                Y[i, j] = window.max()
            else:
                Y[i, j] = window.sum() / (h * w)
    return Y
