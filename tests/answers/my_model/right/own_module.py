# says: It is a class of its own, with pooling in place of strides.
from torch import nn
from torch.nn import functional as F


class Textures(nn.Module):
    def __init__(self):
        super().__init__()
        self.one, self.two = nn.Conv2d(1, 12, 5, stride=2), nn.Conv2d(12, 32, 3)
        self.a, self.b = nn.BatchNorm2d(12), nn.BatchNorm2d(32)
        self.last = nn.Linear(32, 3)

    def forward(self, X):
        X = F.max_pool2d(F.relu(self.a(self.one(X))), 2)
        X = F.relu(self.b(self.two(X)))
        return self.last(X.mean(dim=(2, 3)))


def my_model():
    return Textures()
