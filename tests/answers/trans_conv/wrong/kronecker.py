# says: Your stamps lie side by side and never overlap: that is the Kronecker product. With stride 1 neighbours stamp one pixel apart.
# fails: overlap, orientation, rectangular
import torch


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    return torch.kron(X, K)
