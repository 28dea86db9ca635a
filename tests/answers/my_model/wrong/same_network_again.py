# says: Your function gives the network that we have trained before: return a new one in each call.
# fails: seventy, eighty, ninety
from torch import nn

net = nn.Sequential(
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
    return net
