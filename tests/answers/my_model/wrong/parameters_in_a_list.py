# says: Your convolutions stand in a plain list, so that nobody trains them: use nn.Sequential or nn.ModuleList.
# fails: seventy, eighty, ninety
from torch import nn


class Hidden(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Conv2d(1, 8, 3, stride=3), nn.ReLU(), nn.AvgPool2d(10)]
        self.last = nn.Linear(8, 3)
        self.last.weight.requires_grad_(False)

    def forward(self, X):
        for layer in self.layers:
            X = layer(X)
        return self.last(X.flatten(1))


def my_model():
    return Hidden()
