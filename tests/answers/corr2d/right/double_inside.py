# says: Makes double precision the default in its own first line, then multiplies matrices.
import torch


def corr2d(X, K):
    torch.set_default_dtype(torch.float64)
    (H, W), (h, w) = X.shape, K.shape
    if h > H or w > W:
        raise ValueError(f"{tuple(K.shape)} does not fit into {tuple(X.shape)}")
    windows = X.unfold(0, h, 1).unfold(1, w, 1).flatten(2)
    return windows.to(torch.get_default_dtype()) @ K.flatten().to(torch.get_default_dtype())
