# says: The result has the right size, but the image stands in its top left corner: all the padding is below and on the right.
# fails: sides, axes, value, unchanged
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    H, W = X.shape
    Y = torch.full((H + 2 * ph, W + 2 * pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[:H, :W] = X
    return Y
