"""Checks of the arguments of pictures: images of real numbers or colours, and one title, sign or padding for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from cnnlab.figures.arguments import checked_pair
from cnnlab.figures.values import real_values


def checked_image(X: Any, who: str) -> torch.Tensor:
    """(H, W) as float64, or colours (H, W, 3) from 0 to 1; `who` is the function that the errors name.

    Raises:
        ValueError: another shape, no values, or colours outside 0 to 1.
    """
    tensor = torch.as_tensor(X)
    image = real_values(tensor, who)
    shape = tuple(image.shape)
    if image.dim() == 2:
        return image
    if image.dim() == 3 and shape[2] == 3:
        if tensor.dtype == torch.uint8:
            image = image / 255
        low, high = float(image.min()), float(image.max())
        if low < -1e-3 or high > 1.001:
            raise ValueError(
                f"Colours run from 0 to 1, but the image of shape {shape} has values from {low:.3g} to {high:.3g}: "
                "clamp it."
            )
        return image.clamp(0, 1)
    cure = "it takes (H, W), or (H, W, 3) for colours."
    if image.dim() == 3 and shape[0] == 3:
        cure += " Colours come last here: X.permute(1, 2, 0)."
    elif image.dim() == 3:
        cure += " Show one channel, X[0], or all of them with show_images."
    elif image.dim() == 4:
        cure += " Show one channel of one image: X[0, 0]."
    elif image.dim() == 1:
        cure += f" Make it a row: X.reshape(1, {shape[0]})."
    raise ValueError(f"{who} cannot draw the shape {shape}: {cure}")


def checked_images(images: Any, titles: Sequence[str], columns: int) -> list[torch.Tensor]:
    """The images of `show_images`, one for each title.

    Raises:
        ValueError: no image, one of a wrong shape, another number of titles, or no columns.
    """
    if isinstance(images, torch.Tensor) and images.dim() not in (3, 4):
        raise ValueError(
            f"show_images takes a list of images or a (C, H, W) tensor, but got the shape {tuple(images.shape)}."
        )
    pictures = [checked_image(image, "show_images") for image in images]
    if not pictures:
        raise ValueError("show_images needs at least one image, but the list is empty.")
    if len(titles) != len(pictures):
        raise ValueError(
            f"show_images needs a title for each image: there are {len(pictures)} images and {len(titles)} titles."
        )
    if columns < 1:
        raise ValueError(f"columns must be at least 1, but is {columns}.")
    return pictures


def checked_signs(between: Sequence[str] | None, count: int) -> list[str]:
    """What stands behind each image; "" behind the last one.

    Raises:
        ValueError: not one text for each gap.
    """
    if between is None:
        return [""] * count
    if len(between) != count - 1:
        raise ValueError(
            f"between has a text for each gap between two images: {count - 1} for {count} images, but there are "
            f"{len(between)}."
        )
    return [*between, ""]


def checked_places(shared_scale: bool | Sequence[int], pictures: Sequence[torch.Tensor]) -> list[int]:
    """The places of the images with a common scale; colours (H, W, 3) need none.

    Raises:
        ValueError: there is no image in one of the places.
    """
    if isinstance(shared_scale, bool):
        places = list(range(len(pictures))) if shared_scale else []
    else:
        places = list(shared_scale)
        if not all(0 <= place < len(pictures) for place in places):
            raise ValueError(
                f"shared_scale names images by their places, 0 to {len(pictures) - 1}, but was {shared_scale!r}."
            )
    return [place for place in places if pictures[place].dim() == 2]


def checked_paddings(padding: Sequence[Any] | None, pictures: Sequence[torch.Tensor]) -> list[tuple[int, int]]:
    """Rows and columns of padding of each image.

    Raises:
        ValueError: another number of entries than images, or one that `checked_padding` refuses.
    """
    if padding is None:
        return [(0, 0)] * len(pictures)
    if len(padding) != len(pictures):
        raise ValueError(
            f"padding has an entry for each image: there are {len(pictures)} images and {len(padding)} entries."
        )
    return [checked_padding(pair, image, "show_images") for pair, image in zip(padding, pictures, strict=True)]


def checked_padding(value: Any, image: torch.Tensor, who: str) -> tuple[int, int]:
    """One number or a pair: rows and columns of the image that are padding, on each side.

    Raises:
        ValueError: anything else, or nothing is left of the image.
    """
    above, beside = checked_pair(value, "padding", 0)
    if 2 * above >= image.shape[0] or 2 * beside >= image.shape[1]:
        raise ValueError(
            f"{who}: padding {(above, beside)} on each side is all of the image of shape {tuple(image.shape)}."
        )
    return above, beside
