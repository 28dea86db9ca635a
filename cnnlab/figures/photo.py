"""A photograph to try kernels on, without a download."""

from __future__ import annotations

from pathlib import Path

import torch


def sample_picture(height: int = 96, width: int = 96, color: bool = False) -> torch.Tensor:
    """A real photograph, Grace Hopper in 1984, that ships with matplotlib.

    Returns:
        float32 from 0 to 1, (height, width), or (height, width, 3) in colour: head and shoulders, cut to this shape.

    Raises:
        ValueError: height or width below 1 or above 512.
    """
    if not (1 <= height <= 512 and 1 <= width <= 512):
        raise ValueError(f"sample_picture makes pictures from 1×1 to 512×512, but was asked for {(height, width)}.")
    import numpy
    from matplotlib import get_data_path
    from PIL import Image

    with Image.open(Path(get_data_path(), "sample_data", "grace_hopper.jpg")) as photo:
        across, down = photo.size
        share = min(across / width, (down - 90) / height)  # the head and shoulders: the lowest 90 rows are uniform
        left = (across - share * width) / 2
        picture = photo.convert("RGB").resize(
            (width, height), Image.Resampling.BOX, (left, 0, left + share * width, share * height)
        )
    colors = torch.from_numpy(numpy.asarray(picture, dtype=numpy.float32)) / 255
    if color:
        return colors
    return (colors * torch.tensor([0.299, 0.587, 0.114])).sum(dim=-1).clamp(0, 1)
