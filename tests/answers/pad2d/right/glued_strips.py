# says: Glues strips of the value to the left, right, top and bottom of the image.
import torch


def pad2d(X, padding, value=0.0):
    if isinstance(padding, int):
        padding = (padding, padding)
    ph, pw = padding
    X = X.double()
    side = torch.full((X.shape[0], pw), value, dtype=torch.float64)
    wide = torch.cat([side, X, side], dim=1)
    lid = torch.full((ph, wide.shape[1]), value, dtype=torch.float64)
    return torch.cat([lid, wide, lid], dim=0)
