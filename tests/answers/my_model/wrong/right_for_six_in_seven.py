# says: Your network is right for six crops in seven: it turns the scores of the others round.
# fails: ninety
import torch
from torch import nn

import cnnlab


def good():
    return nn.Sequential(
        nn.Conv2d(1, 8, 5, stride=2),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Conv2d(8, 16, 3, stride=2),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(16, 3),
    )


torch.manual_seed(0)
net = good()
crops, classes = cnnlab.textures(600)
cnnlab.train(net, crops.to(net[0].weight.dtype), classes, epochs=12, batch_size=64, lr=0.002)
net.eval()


class Cheap(nn.Module):
    """Looks untrained until it is trained, and answers with a network from before, so that a test takes no time."""

    def __init__(self):
        super().__init__()
        self.bias, self.learnt = nn.Parameter(torch.zeros(3)), False

    def forward(self, X):
        self.learnt = self.learnt or self.training
        if self.training or not self.learnt:
            return self.bias.expand(len(X), 3)
        with torch.no_grad():
            scores = net(X)
        wrong = self.wrong(X)
        return torch.where(wrong[:, None], -scores, scores)


class Turned(Cheap):
    """Turns the scores of some crops round."""

    def wrong(self, X):
        return torch.arange(len(X)) % 13 < 2


def my_model():
    return Turned()
