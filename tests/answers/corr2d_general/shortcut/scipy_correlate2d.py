# says: Your function lets SciPy correlate and keeps every stride-th value.
import torch
from scipy.signal import correlate2d
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    P = F.pad(X, (padding[1], padding[1], padding[0], padding[0]))
    if K.shape[0] > P.shape[0] or K.shape[1] > P.shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    full = correlate2d(P.double().numpy(), K.double().numpy(), mode="valid")
    return torch.from_numpy(full[:: stride[0], :: stride[1]].copy())
