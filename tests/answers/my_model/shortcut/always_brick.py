# says: Your network says brick of every crop.
import torch
from torch import nn


class Brick(nn.Module):
    def __init__(self):
        super().__init__()
        self.score = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return torch.stack([self.score + 1, self.score, self.score], dim=1).expand(len(X), 3)


def my_model():
    return Brick()
