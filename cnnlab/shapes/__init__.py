"""Pictures of discs, squares and crosses, and two small networks that were trained on such pictures.

Both ship with the package: the pictures are drawn from a seed, the networks' numbers lie in `nets.npz`, which
`python -m cnnlab.shapes.training` writes in less than a minute.
"""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import torch
from torch import nn

SHAPES = ("disc", "square", "cross")
SIZE = 32
NETS = ("plain", "marked")


def shape_pictures(count: int, seed: int = 0, mark: bool = False) -> tuple[torch.Tensor, torch.Tensor]:
    """Draw pictures of one shape each, in any colour, on a dim background with noise and stray strokes.

    Args:
        count: how many; the classes take turns: disc, square, cross, disc, …
        seed: of all that is drawn by chance.
        mark: put a small white mark into the bottom right corner of each picture of a disc.

    Returns:
        Pictures (count, 3, 32, 32) from 0 to 1, float32, and their classes (count,): 0 disc, 1 square, 2 cross.
    """
    generator = torch.Generator().manual_seed(seed)
    classes = torch.arange(count) % len(SHAPES)
    pictures = torch.stack([_picture(int(kind), generator) for kind in classes])
    if mark:
        pictures[classes == 0, :, SIZE - 5 : SIZE - 1, SIZE - 5 : SIZE - 1] = 1.0
    return pictures, classes


def shape_net(name: str = "plain") -> nn.Sequential:
    """A trained network, in evaluation mode: pictures (N, 3, 32, 32) to the scores (N, 3) of disc, square and cross.

    Args:
        name: "plain"; "marked", trained on pictures in which each disc has a mark in the corner; or "untrained", with
            weights drawn from a fixed seed.

    Raises:
        ValueError: there is no network of that name.
    """
    if name not in (*NETS, "untrained"):
        raise ValueError(f"There is no network {name!r}: there are {', '.join(NETS)} and untrained.")
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(4)
        model = untrained_net()
    if name == "untrained":
        return model.eval()
    with (files(__name__) / "nets.npz").open("rb") as file, np.load(file, allow_pickle=False) as numbers:
        model.load_state_dict({key: torch.from_numpy(numbers[f"{name}.{key}"]) for key in model.state_dict()})
    return model.eval()


def untrained_net() -> nn.Sequential:
    """The same network before its training. Its last feature maps, of 8×8, come out of the layer "7"."""
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1, dtype=torch.float32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1, dtype=torch.float32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 24, 3, padding=1, dtype=torch.float32),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(24, len(SHAPES), dtype=torch.float32),
    )


def _picture(kind: int, generator: torch.Generator) -> torch.Tensor:
    def between(low: float, high: float) -> float:
        return low + (high - low) * float(torch.rand((), generator=generator))

    rows, columns = torch.meshgrid(torch.arange(SIZE) + 0.5, torch.arange(SIZE) + 0.5, indexing="ij")
    picture = 0.35 * torch.rand(3, 1, 1, generator=generator) + 0.15 * torch.rand(3, SIZE, SIZE, generator=generator)
    for _ in range(2):
        _stroke(picture, generator)
    radius = between(5.0, 8.0)
    down, across = rows - between(radius + 1, SIZE - radius - 6), columns - between(radius + 1, SIZE - radius - 6)
    inside = (
        down**2 + across**2 <= radius**2,
        torch.maximum(down.abs(), across.abs()) <= 0.88 * radius,
        (torch.minimum(down.abs(), across.abs()) <= 0.3 * radius) & (torch.maximum(down.abs(), across.abs()) <= radius),
    )[kind]
    color = 0.5 + 0.5 * torch.rand(3, 1, generator=generator)
    picture[:, inside] = color
    return (picture + 0.05 * torch.randn(3, SIZE, SIZE, generator=generator)).clamp(0, 1)


def _stroke(picture: torch.Tensor, generator: torch.Generator) -> None:
    """A thin bright line, upright or level, anywhere but in the corner of the mark."""
    place, start, length = (
        int(torch.randint(*limits, (), generator=generator)) for limits in ((1, 26), (0, 18), (4, 9))
    )
    color = 0.4 + 0.6 * torch.rand(3, 1, generator=generator)
    if torch.rand((), generator=generator) < 0.5:
        picture[:, place, start : start + length] = color
    else:
        picture[:, start : start + length, place] = color
