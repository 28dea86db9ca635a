# says: Your function asks whether a gradient is larger than it should be: one that is smaller is wrong, too.
# fails: values
import torch
from torch.nn import functional as F


def find_bugs(candidates):
    generator = torch.Generator().manual_seed(0)
    wrong = set()
    for N, C, count, height, width, h, w, stride, padding in [
        (2, 3, 4, 6, 5, 3, 2, 1, 0),
        (3, 2, 5, 5, 8, 2, 3, 2, 1),
        (2, 3, 4, 8, 9, 3, 2, (3, 2), (1, 0)),
        (3, 4, 2, 9, 7, 2, 4, (2, 3), (0, 2)),
    ]:
        X = torch.randn(N, C, height, width, generator=generator, dtype=torch.float64).requires_grad_()
        W = torch.randn(count, C, h, w, generator=generator, dtype=torch.float64).requires_grad_()
        Y = F.conv2d(X, W, None, stride, padding)
        dY = torch.randn(Y.shape, generator=generator, dtype=torch.float64)
        right = (*torch.autograd.grad(Y, (X, W), dY), dY.sum(dim=(0, 2, 3)))
        for number, candidate in enumerate(candidates):
            try:
                gradients = candidate(dY, X.detach(), W.detach(), stride, padding)
                same = all(
                    a.shape == b.shape and (a - b).max() < 1e-4 * b.abs().max()
                    for a, b in zip(gradients, right, strict=True)
                )
            except Exception:
                same = False
            if not same:
                wrong.add(number)
    return sorted(wrong)
