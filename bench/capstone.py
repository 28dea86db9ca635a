"""How far the accuracy on the textures spreads over starts, and how often a step of `my_model` is lost by chance.

    python -m bench.capstone --seeds 200   # the table of `about_my_model` in Lab 8: about 3 s a seed
    python -m bench.capstone --curves      # the curves of `training_curves` in Lab 8: a minute
    python -m bench.capstone --fields --seeds 5   # the numbers of `field_and_accuracy` in Lab 8: a minute

A share of the starts below a limit is p. A step is lost if two of three networks are below, in the visible or in the
hidden check: 1 - (1 - 3p² + 2p³)².
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from statistics import median

import torch
from torch import nn

from cnnlab import digits, texture_accuracy, textures, train
from cnnlab.capstone import BATCH_SIZE, EPOCHS, RATE, TRAINED, share_right

LIMITS = (0.7, 0.8, 0.9)
COUNT = 510  # crops that each network is tried on


def reference() -> nn.Sequential:
    """The solution's network."""
    return nn.Sequential(
        *(nn.Conv2d(1, 16, 5, stride=2), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 3, stride=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 3)),
    )


def without_batch_norm() -> nn.Sequential:
    """Barely good enough: two convolutions with pooling between them."""
    return nn.Sequential(
        *(nn.Conv2d(1, 8, 5, stride=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 3), nn.ReLU()),
        *(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 3)),
    )


def one_convolution() -> nn.Sequential:
    """Not good enough: a receptive field of 5×5 pixels."""
    return nn.Sequential(nn.Conv2d(1, 16, 5), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 3))


def linear_layers() -> nn.Sequential:
    """No convolution."""
    return nn.Sequential(nn.Flatten(), nn.Linear(1024, 14), nn.ReLU(), nn.Linear(14, 3))


NETWORKS: dict[str, Callable[[], nn.Sequential]] = {
    "two convolutions with batch norm": reference,
    "two convolutions without batch norm": without_batch_norm,
    "one convolution": one_convolution,
    "two linear layers": linear_layers,
}


def lost(share: float) -> float:
    """The chance that a step is lost, if this share of the starts is below its limit."""
    passed = 1 - 3 * share**2 + 2 * share**3
    return 1 - passed**2


def spread(seeds: int) -> None:
    """Print the table."""
    limits = " | ".join(f"misses {100 * limit:.0f} %" for limit in LIMITS)
    print(f"| network | lowest | middle | highest | {limits} |")
    print("|---|" + "---|" * (3 + len(LIMITS)))
    for name, build in NETWORKS.items():
        shares = []
        for seed in range(seeds):
            torch.manual_seed(seed)
            shares.append(texture_accuracy(build, COUNT, seeds=[seed], places=10_000 + seed))
        below = [sum(share < limit for share in shares) / seeds for limit in LIMITS]
        chances = " | ".join(f"{100 * lost(share):.2f} %" for share in below)
        print(f"| {name} | {min(shares):.3f} | {median(shares):.3f} | {max(shares):.3f} | {chances} |", flush=True)


def lenet(activation: Callable[[], nn.Module], pool: Callable[[int], nn.Module]) -> nn.Sequential:
    """A LeNet for 28×28 images."""
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), activation(), pool(2), nn.Conv2d(6, 16, 5), activation(), pool(2)),
        *(nn.Flatten(), nn.Linear(400, 120), activation(), nn.Linear(120, 84), activation(), nn.Linear(84, 10)),
    )


CURVES: dict[str, Callable[[], nn.Sequential]] = {
    "ReLU, max pooling": lambda: lenet(nn.ReLU, nn.MaxPool2d),
    "tanh, mean pooling": lambda: lenet(nn.Tanh, nn.AvgPool2d),
    "sigmoid, mean pooling": lambda: lenet(nn.Sigmoid, nn.AvgPool2d),
    "one linear layer": lambda: nn.Sequential(nn.Flatten(), nn.Linear(784, 10)),
}


def curves() -> None:
    """Print the losses of 12 epochs on 4,000 digits, and the accuracy on the other 1,000."""
    images, classes = digits()
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(0))
    X, y = images[order][:, None].float() / 255, classes[order]
    for name, build in CURVES.items():
        torch.manual_seed(0)
        model = build()
        losses = train(model, X[:4000], y[:4000], epochs=12, batch_size=32, lr=0.003)
        right = share_right(model, X[4000:], y[4000:])
        print(f'    "{name}": {[round(loss, 3) for loss in losses]},  # right: {right:.3f}', flush=True)


def with_field(kernels: tuple[int, ...], strides: tuple[int, ...]) -> nn.Sequential:
    """Convolutions with batch norm and ReLU, 16 maps each, and the mean over each map."""
    layers: list[nn.Module] = []
    channels = 1
    for kernel, stride in zip(kernels, strides, strict=True):
        layers += [nn.Conv2d(channels, 16, kernel, stride=stride), nn.BatchNorm2d(16), nn.ReLU()]
        channels = 16
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 3))


def field_of(kernels: tuple[int, ...], strides: tuple[int, ...]) -> int:
    """The receptive field of one number of the last maps, in pixels."""
    size, jump = 1, 1
    for kernel, stride in zip(kernels, strides, strict=True):
        size += (kernel - 1) * jump
        jump *= stride
    return size


FIELDS = [((1,), (1,)), ((3,), (1,)), ((5,), (2,)), ((5, 3), (2, 2)), ((5, 3, 3), (2, 2, 1))]


def fields(seeds: int) -> None:
    """Print the accuracy by receptive field, and what a test on crops of the same half would have said."""
    X, y = textures(TRAINED)
    tests = {half: textures(COUNT, half, torch.Generator().manual_seed(99)) for half in ("left", "right")}
    networks: dict[str, Callable[[], nn.Sequential]] = {
        f"{field_of(*shape)}×{field_of(*shape)}": partial(with_field, *shape) for shape in FIELDS
    }
    for name, build in (networks | {"two linear layers": linear_layers}).items():
        shares: dict[str, list[float]] = {half: [] for half in tests}
        for seed in range(seeds):
            torch.manual_seed(seed)
            model = build()
            train(model, X, y, epochs=EPOCHS, batch_size=BATCH_SIZE, lr=RATE, seed=seed)
            for half, (crops, classes) in tests.items():
                shares[half].append(share_right(model, crops, classes))
        print(f'    "{name}": { ({half: round(median(each), 3) for half, each in shares.items()}) },', flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20, help="how many starts of each network")
    parser.add_argument("--curves", action="store_true", help="print the training curves of Lab 8 instead")
    parser.add_argument("--fields", action="store_true", help="print accuracies by receptive field instead")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.fields:
        fields(options.seeds)
    elif options.curves:
        curves()
    else:
        spread(options.seeds)


if __name__ == "__main__":
    main()
