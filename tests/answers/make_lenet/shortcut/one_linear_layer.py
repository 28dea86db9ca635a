# says: Your network is one linear layer with as many numbers as LeNet has.
from torch import nn


def make_lenet():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 78), nn.Linear(78, 10))
