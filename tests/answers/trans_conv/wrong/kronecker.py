# says: Your stamps lie side by side and never overlap: that is the Kronecker product. With stride 1 neighbours stamp one pixel apart.
# fails: overlap, rectangular
import torch


def trans_conv(X, K):
    return torch.kron(X, K)
