# says: Your network sees only mean and deviation of a crop: these hardly differ between the textures.
# fails: seventy, eighty, ninety
import torch
from torch import nn


class Moments(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 3))

    def forward(self, X):
        X = X.flatten(1)
        return self.layers(torch.stack([X.mean(1), X.std(1)], dim=1))


def my_model():
    return Moments()
