# says: The notebook's way, in a notebook whose numbers are double by default.
import torch

torch.set_default_dtype(torch.float64)


def pool2d(X, pool_size, mode="max"):
    (H, W), (h, w) = X.shape, pool_size
    if mode not in ("max", "avg"):
        raise ValueError(f'mode has to be "max" or "avg", not {mode!r}')
    if h > H or w > W:
        raise ValueError(f"the window {(h, w)} is larger than the image {(H, W)}")
    values = X if X.is_floating_point() else X.to(torch.float32)
    Y = torch.zeros((H - h + 1, W - w + 1), dtype=values.dtype)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            window = values[i : i + h, j : j + w]
            Y[i, j] = window.max() if mode == "max" else window.mean()
    return Y
