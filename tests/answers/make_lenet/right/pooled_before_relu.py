# says: It pools before the ReLU, which makes no difference.
from torch import nn


def make_lenet():
    def stage(channels, maps, padding):
        return nn.Sequential(nn.Conv2d(channels, maps, 5, 1, padding), nn.MaxPool2d(2), nn.ReLU())

    sizes = [400, 120, 84, 10]
    layers = []
    for i, o in zip(sizes, sizes[1:]):
        layers += [nn.Linear(i, o), nn.ReLU()]
    return nn.Sequential(stage(1, 6, 2), stage(6, 16, 0), nn.Flatten(), *layers[:-1])
