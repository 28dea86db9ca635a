"""What the probes of `my_model` look at in a network whose lazy layers were not called yet."""

from __future__ import annotations

from torch import nn

from cnnlab.probes import my_model


def lazy() -> nn.Sequential:
    return nn.Sequential(nn.LazyConv2d(4, 5), nn.ReLU(), nn.Flatten(), nn.LazyLinear(3))


def test_lazy_kernels_are_kernels() -> None:
    assert my_model._kernels(lazy)
    assert not my_model._kernels(lambda: nn.Sequential(nn.Flatten(), nn.LazyLinear(3)))


def test_lazy_networks_are_not_taken_for_the_same_one_again() -> None:
    assert not my_model._same(lazy)
    one = nn.Linear(2, 3)
    assert my_model._same(lambda: one)
