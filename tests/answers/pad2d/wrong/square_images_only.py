# says: Your function takes the height of the image for its width too, so it works on square images only.
# fails: sides, axes
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    n = len(X)
    Y = torch.full((n + 2 * ph, n + 2 * pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    for i in range(n):
        for j in range(n):
            Y[i + ph, j + pw] = X[i, j]
    return Y
