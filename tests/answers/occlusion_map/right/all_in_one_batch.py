# says: It makes all covered pictures first and runs them as one batch.
import torch


def occlusion_map(model, X, target, size, stride, fill):
    (h, w), (down, right) = size, stride
    height, width = X.shape[1:]
    tops, lefts = range(0, height, down), range(0, width, right)
    masks = torch.zeros(len(tops) * len(lefts), height, width, dtype=torch.bool)
    for n, mask in enumerate(masks):
        top, left = tops[n // len(lefts)], lefts[n % len(lefts)]
        mask[top : top + h, left : left + w] = True
    with torch.no_grad():
        covered = torch.where(masks[:, None], torch.tensor(fill, dtype=X.dtype), X)
        drops = model(X[None])[0, target] - model(covered)[:, target]
    counts = masks.sum(dim=0)
    return (drops[:, None, None] * masks).sum(dim=0) / counts.clamp(min=1)
