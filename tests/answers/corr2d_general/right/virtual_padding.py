# says: Adds no frame at all: it skips every product whose pixel would lie outside the image, in plain Python.
import torch


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (H, W), (h, w), (ph, pw), (sh, sw) = X.shape, K.shape, padding, stride
    rows = [top for top in range(-ph, H + ph - h + 1, sh)]
    columns = [left for left in range(-pw, W + pw - w + 1, sw)]
    if not rows or not columns:
        raise ValueError(f"no window of shape ({h}, {w}) in an image of shape ({H}, {W})")
    pixels, weights = X.tolist(), K.tolist()
    result = []
    for top in rows:
        result.append([])
        for left in columns:
            total = 0.0
            for a in range(max(0, -top), min(h, H - top)):
                for b in range(max(0, -left), min(w, W - left)):
                    total += pixels[top + a][left + b] * weights[a][b]
            result[-1].append(total)
    return torch.tensor(result)
