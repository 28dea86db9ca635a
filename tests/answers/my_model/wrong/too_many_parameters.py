# says: Your network has more than 15,000 parameters.
# fails: seventy, eighty, ninety
from torch import nn


def my_model():
    return nn.Sequential(
        nn.Conv2d(1, 64, kernel_size=5, stride=2),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.Conv2d(64, 32, kernel_size=3, stride=2),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(32, 3),
    )
