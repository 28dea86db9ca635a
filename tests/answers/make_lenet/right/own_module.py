# says: It is a class with functions between its layers.
from torch import nn
from torch.nn import functional as F


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(84, 10)
        self.one, self.two = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.a, self.b = nn.Linear(400, 120), nn.Linear(120, 84)

    def forward(self, X):
        X = F.max_pool2d(F.relu(self.one(X)), 2)
        X = F.max_pool2d(F.relu(self.two(X)), 2)
        X = F.relu(self.a(X.reshape(len(X), -1)))
        return self.head(F.relu(self.b(X)))


def make_lenet():
    return LeNet()
