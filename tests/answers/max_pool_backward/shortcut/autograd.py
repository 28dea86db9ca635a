# says: Your function lets autograd go back through amax of the windows.
from torch.nn import functional as F


def max_pool_backward(dY, X, pool_size, stride=None, padding=0):
    settings = (pool_size, pool_size if stride is None else stride, padding)
    (h, w), (sh, sw), (ph, pw) = ((n, n) if isinstance(n, int) else n for n in settings)
    N, C, H, B = X.shape
    right = (N, C, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if dY.shape != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    pixels = X.double().requires_grad_()
    P = F.pad(pixels, (pw, pw, ph, ph), value=float("-inf"))
    windows = P.unfold(2, h, sh).unfold(3, w, sw).flatten(4)
    first = windows.argmax(dim=4, keepdim=True)
    windows.gather(4, first).squeeze(4).backward(dY.double())
    return pixels.grad
