# says: Your slice ends at -ph, and for a padding of 0 that is the beginning, so the slice is empty. Write start : start + length.
# fails: sides, axes, unchanged
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    Y = torch.full(
        (X.shape[0] + 2 * ph, X.shape[1] + 2 * pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype)
    )
    Y[ph:-ph, pw:-pw] = X
    return Y
