# says: Your network is frozen: nothing in it can learn, save its last bias.
# fails: seventy, eighty, ninety
from torch import nn


def my_model():
    model = nn.Sequential(
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
    model[:8].requires_grad_(False)
    model[8].weight.requires_grad_(False)
    return model
