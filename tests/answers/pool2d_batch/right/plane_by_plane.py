# says: Pools one plane with a helper, and stacks the planes of all channels and images.
import torch


def pool_plane(plane, starts, size, largest, count_border):
    H, W = plane.shape
    h, w = size
    values = []
    for top in starts[0]:
        for left in starts[1]:
            window = plane[max(top, 0) : min(top + h, H), max(left, 0) : min(left + w, W)].double()
            values.append(window.max() if largest else window.sum() / (h * w if count_border else window.numel()))
    return torch.stack(values).reshape(len(starts[0]), len(starts[1]))


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
    starts = range(-ph, H + ph - h + 1, sh), range(-pw, W + pw - w + 1, sw)
    return torch.stack(
        [
            torch.stack([pool_plane(plane, starts, (h, w), mode == "max", count_include_pad) for plane in image])
            for image in X
        ]
    )
