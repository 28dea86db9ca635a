# says: Writes the images into a border of its own, double by default, and pools all windows at once.
import torch

torch.set_default_dtype(torch.float64)


def pool2d_batch(X, pool_size, stride=None, padding=0, mode="max", count_include_pad=True):
    def pair(value):
        return value if isinstance(value, tuple) else (value, value)

    (h, w), (ph, pw) = pair(pool_size), pair(padding)
    sh, sw = pair(pool_size if stride is None else stride)
    N, C, H, W = X.shape
    if mode not in ("max", "avg"):
        raise ValueError(f"no mode {mode}")
    if 2 * ph > h or 2 * pw > w:
        raise ValueError(f"padding {(ph, pw)} for a window {(h, w)}")
    if h > H + 2 * ph or w > W + 2 * pw:
        raise ValueError(f"window {(h, w)} for images {tuple(X.shape)}")

    def bordered(values, border):
        sheet = torch.full((*values.shape[:-2], H + 2 * ph, W + 2 * pw), border)
        sheet[..., ph : ph + H, pw : pw + W] = values
        return sheet.unfold(-2, h, sh).unfold(-2, w, sw)

    if mode == "max":
        return bordered(X, float("-inf")).amax(dim=(-2, -1))
    sums = torch.einsum("ncijab,ab->ncij", bordered(X, 0.0), torch.ones(h, w))
    counts = bordered(torch.ones(H, W), 0.0).sum(dim=(-2, -1))
    return sums / (h * w if count_include_pad else counts)
