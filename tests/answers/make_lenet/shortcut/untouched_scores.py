# says: Your network has no layers: it gives ten zeros for each image.
from torch import nn


class Zeros(nn.Module):
    def forward(self, X):
        return X.new_zeros(len(X), 10)


def make_lenet():
    return Zeros()
