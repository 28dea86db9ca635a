# says: It has three convolutions with batch norm.
from torch import nn


def my_model():
    layers, channels = [], 1
    for maps, kernel in [(8, 5), (16, 3), (32, 3)]:
        layers += [nn.Conv2d(channels, maps, kernel, stride=2), nn.BatchNorm2d(maps), nn.LeakyReLU(0.1)]
        channels = maps
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 3))
