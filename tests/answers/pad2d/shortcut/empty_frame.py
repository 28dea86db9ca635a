# says: Your result has the right size and the right frame, but the image inside it is missing.
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    return torch.full((X.shape[0] + 2 * ph, X.shape[1] + 2 * pw), value)
