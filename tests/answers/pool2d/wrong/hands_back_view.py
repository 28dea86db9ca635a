# says: For a window of one pixel your function returns a view of the caller's image: whoever changes the result changes the image.
# fails: arguments
import torch


def pool2d(X, pool_size, mode="max"):
    H, W = X.shape
    h, w = pool_size
    if mode not in ("max", "avg"):
        raise ValueError(f"unknown mode {mode}")
    if h > H or w > W:
        raise ValueError(f"window {(h, w)} does not fit into image {(H, W)}")
    shifted = [X[a : a + H - h + 1, b : b + W - w + 1] for a in range(h) for b in range(w)]
    if mode == "avg":
        return sum(shift.double() for shift in shifted) / (h * w)
    Y = shifted[0]
    for shift in shifted[1:]:
        Y = torch.maximum(Y, shift)
    return Y
