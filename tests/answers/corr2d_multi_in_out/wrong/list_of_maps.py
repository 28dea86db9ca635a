# says: Your function returns a Python list of maps; they have to be stacked to one tensor.
# fails: filters, sizes, errors
from d2l import torch as d2l


def corr2d_multi_in_out(X, K):
    if X.shape[0] != K.shape[1] or K.shape[2] > X.shape[1] or K.shape[3] > X.shape[2]:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    return [sum(d2l.corr2d(x, k) for x, k in zip(X, kernels)) for kernels in K]
