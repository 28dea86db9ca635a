# says: One column a window with unfold, then one matrix product.
import torch
from torch.nn import functional as F


def corr2d_multi_in(X, K):
    if len(X) != len(K):
        raise ValueError(f"channels differ: {tuple(X.shape)} and {tuple(K.shape)}")
    rows, columns = X.shape[1] - K.shape[1] + 1, X.shape[2] - K.shape[2] + 1
    if min(rows, columns) < 1:
        raise ValueError(f"kernel too large: {tuple(X.shape)} and {tuple(K.shape)}")
    columns_of_windows = F.unfold(X[None].float(), tuple(K.shape[1:]))[0]
    return (K.reshape(1, -1).to(torch.float32) @ columns_of_windows).reshape(rows, columns)
