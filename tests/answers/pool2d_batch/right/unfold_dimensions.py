# says: Views all windows at once with Tensor.unfold; the border holds the smallest value of the input, which cannot win either.
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

    def windows(images, fill):
        padded = images.new_full((images.shape[0], images.shape[1], H + 2 * ph, W + 2 * pw), fill)
        padded[..., ph : ph + H, pw : pw + W] = images
        return padded.unfold(2, h, sh).unfold(3, w, sw)

    if mode == "max":
        return windows(X, X.min().item()).amax(dim=(-2, -1))
    total = windows(X.double(), 0).sum(dim=(-2, -1))
    if count_include_pad:
        return total / (h * w)
    return total / windows(torch.ones(1, 1, H, W), 0).sum(dim=(-2, -1))
