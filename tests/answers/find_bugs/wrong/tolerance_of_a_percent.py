# says: Your tolerance of 1 % is so large that an error of 0.3 % passes: rounding is a thousand times smaller.
# fails: values
import torch
from torch.nn import functional as F

SETTINGS = [
    (2, 3, 4, 6, 5, 3, 2, 1, 0),
    (3, 2, 5, 5, 8, 2, 3, 2, 1),
    (2, 3, 4, 8, 9, 3, 2, (3, 2), (1, 0)),
    (3, 4, 2, 9, 7, 2, 4, (2, 3), (0, 2)),
]


def find_bugs(candidates):
    generator = torch.Generator().manual_seed(1)
    wrong = set()
    for N, C, count, H, B, h, w, stride, padding in SETTINGS:
        X = torch.randn(N, C, H, B, generator=generator, dtype=torch.float64)
        W = torch.randn(count, C, h, w, generator=generator, dtype=torch.float64)
        X, W = X.requires_grad_(), W.requires_grad_()
        Y = F.conv2d(X, W, None, stride, padding)
        dY = torch.randn(Y.shape, generator=generator, dtype=torch.float64)
        right = (*torch.autograd.grad(Y, (X, W), dY), dY.sum(dim=(0, 2, 3)))
        for number, candidate in enumerate(candidates):
            try:
                found = candidate(dY, X.detach(), W.detach(), stride, padding)
            except Exception:
                wrong.add(number)
                continue
            for a, b in zip(found, right, strict=True):
                if a.shape != b.shape or (a - b).abs().max() > 0.01 * b.abs().max():
                    wrong.add(number)
    return sorted(wrong)
