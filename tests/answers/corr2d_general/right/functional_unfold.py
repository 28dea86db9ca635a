# says: Lets F.unfold lay the windows side by side as columns, with its own padding and stride, and takes one matrix product.
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    sizes = []
    for n, k, p, s in zip(X.shape, K.shape, padding, stride):
        if n + 2 * p < k:
            raise ValueError(f"image {tuple(X.shape)}, kernel {tuple(K.shape)}: too large with padding {padding}")
        sizes.append((n + 2 * p - k) // s + 1)
    columns = F.unfold(X.float()[None, None], tuple(K.shape), padding=padding, stride=stride)
    return (K.float().reshape(1, -1) @ columns[0]).reshape(sizes)
