# says: One column a window with unfold, then one matrix product for all filters.
from torch.nn import functional as F


def corr2d_multi_in_out(X, K):
    rows, columns = X.shape[1] - K.shape[2] + 1, X.shape[2] - K.shape[3] + 1
    if X.shape[0] != K.shape[1] or rows < 1 or columns < 1:
        raise ValueError(f"image {tuple(X.shape)}, filters {tuple(K.shape)}")
    windows = F.unfold(X[None].float(), K.shape[2:])[0]
    return (K.flatten(1).float() @ windows).unflatten(1, (rows, columns))
