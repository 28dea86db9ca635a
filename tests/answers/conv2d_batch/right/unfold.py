# says: One column a window with unfold, one matrix product for the whole batch.
from torch.nn import functional as F


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    if X.shape[1] != W.shape[1]:
        raise ValueError(f"images {tuple(X.shape)}, weights {tuple(W.shape)}: channels differ")
    if b is not None and b.shape != W.shape[:1]:
        raise ValueError(f"bias {tuple(b.shape)}, weights {tuple(W.shape)}")
    rows, columns = [(X.shape[k] + 2 * padding - W.shape[k]) // stride + 1 for k in (2, 3)]
    if rows < 1 or columns < 1:
        raise ValueError(f"images {tuple(X.shape)}, weights {tuple(W.shape)}, padding {padding}: no window fits")
    windows = F.unfold(X.float(), W.shape[2:], padding=padding, stride=stride)
    Y = (W.flatten(1).float() @ windows).unflatten(2, (rows, columns))
    return Y if b is None else Y + b[:, None, None]
