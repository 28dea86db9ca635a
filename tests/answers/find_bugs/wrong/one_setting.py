# says: You ask with a single setting: it shows no mistake that only stride 1 has, or only a stride that is one number.
# fails: settings
import torch
from torch.nn import functional as F

SETTINGS = [
    (2, 3, 4, 8, 9, 3, 2, (3, 2), (1, 0)),
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
                if a.shape != b.shape or (a - b).abs().max() > 1e-4 * b.abs().max():
                    wrong.add(number)
    return sorted(wrong)
