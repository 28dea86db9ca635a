# says: Its lazy layers find their sizes in the first call, as in the book.
from torch import nn


def my_model():
    return nn.Sequential(
        nn.LazyConv2d(16, kernel_size=5, stride=2),
        nn.LazyBatchNorm2d(),
        nn.ReLU(),
        nn.LazyConv2d(32, kernel_size=3, stride=2),
        nn.LazyBatchNorm2d(),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.LazyLinear(3),
    )
