# says: Your function lets SciPy correlate each channel and keeps every stride-th value.
import torch
from scipy.signal import correlate
from torch.nn import functional as F


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    if X.shape[1] != W.shape[1]:
        raise ValueError(f"channels differ: X {tuple(X.shape)}, W {tuple(W.shape)}")
    if b is not None and tuple(b.shape) != (W.shape[0],):
        raise ValueError(f"b {tuple(b.shape)} should have one number for each filter of W {tuple(W.shape)}")
    P = F.pad(X, (padding, padding, padding, padding))
    if W.shape[2] > P.shape[2] or W.shape[3] > P.shape[3]:
        raise ValueError(f"W {tuple(W.shape)} does not fit into X {tuple(X.shape)} with padding {padding}")
    maps = [[torch.from_numpy(correlate(p.numpy(), k.numpy(), "valid")[0]) for k in W.double()] for p in P.double()]
    Y = torch.stack([torch.stack(row) for row in maps])[:, :, ::stride, ::stride]
    return Y if b is None else Y + b.reshape(-1, 1, 1)
