# says: Your network is right for three crops in four: it turns the scores of the others round.
# fails: eighty, ninety
import torch
from torch import nn


class Turned(nn.Module):
    """The scores of a good network, turned round for every so-manieth crop when it is tested."""

    def __init__(self, every):
        super().__init__()
        self.every, self.good = every, good()

    def forward(self, X):
        scores = self.good(X)
        if not self.training:
            wrong = torch.arange(len(X)) % 100 < self.every
            scores = torch.where(wrong[:, None], -scores, scores)
        return scores


def good():
    return nn.Sequential(
        nn.Conv2d(1, 16, kernel_size=5, stride=2),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, kernel_size=3, stride=2),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(32, 3),
    )


def my_model():
    return Turned(23)
