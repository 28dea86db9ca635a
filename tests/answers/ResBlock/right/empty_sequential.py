# says: The way around is an empty nn.Sequential where nothing is to be done.
from collections import OrderedDict

from torch import nn


class ResBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        way = OrderedDict()
        way["conv1"] = nn.Conv2d(in_channels, out_channels, (3, 3), (stride, stride), (1, 1), bias=False)
        way["bn1"] = nn.BatchNorm2d(out_channels)
        way["conv2"] = nn.Conv2d(out_channels, out_channels, kernel_size=3, padding="same", bias=False)
        way["bn2"] = nn.BatchNorm2d(out_channels)
        for name, layer in way.items():
            setattr(self, name, layer)
        around = []
        if (in_channels, stride) != (out_channels, 1):
            around = [nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)]
        self.shortcut = nn.Sequential(*around)
        self.relu = nn.ReLU()

    def forward(self, X):
        Y = self.relu(self.bn1(self.conv1(X)))
        return self.relu(self.bn2(self.conv2(Y)) + self.shortcut(X))
