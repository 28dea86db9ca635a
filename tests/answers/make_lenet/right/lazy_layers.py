# says: It lets lazy layers find their sizes with one image of zeros.
import torch
from torch import nn


def make_lenet():
    net = nn.Sequential(
        nn.LazyConv2d(6, 5, padding="same"),
        nn.ReLU(),
        nn.MaxPool2d((2, 2)),
        nn.LazyConv2d(16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2, stride=2),
        nn.Flatten(),
        nn.LazyLinear(120),
        nn.ReLU(),
        nn.LazyLinear(84),
        nn.ReLU(),
        nn.LazyLinear(10),
    )
    net(torch.zeros(1, 1, 28, 28))
    return net
