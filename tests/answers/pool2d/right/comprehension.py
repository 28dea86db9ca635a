# says: Builds nested lists of Python numbers and makes a tensor of them.
import torch


def mean(numbers):
    return sum(numbers) / len(numbers)


def pool2d(X, pool_size, mode="max"):
    pixels = X.tolist()
    H, W = len(pixels), len(pixels[0])
    h, w = pool_size
    if h > H or w > W:
        raise ValueError(f"the window {h}x{w} is larger than the image {H}x{W}")
    if mode == "max":
        reduce = max
    elif mode == "avg":
        reduce = mean
    else:
        raise ValueError(f"mode {mode}")
    return torch.tensor(
        [
            [reduce([pixels[a][b] for a in range(i, i + h) for b in range(j, j + w)]) for j in range(W - w + 1)]
            for i in range(H - h + 1)
        ]
    )
