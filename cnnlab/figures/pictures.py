"""Pictures that show themselves in a notebook, with alt text: images, feature maps, tables of numbers.

They are drawn with matplotlib's objects, never through pyplot, and in its default style, so the reader's own figures
and settings stay as they are. Matplotlib is imported when the first picture is drawn.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from cnnlab.figures.alt import MOST_SPOKEN, image_text, joined, sentence
from cnnlab.figures.sheet import Scale, Sheet, cell_texts
from cnnlab.figures.values import real_values

MOST_NUMBERS = 120  # cells of the largest image whose numbers are written into it
SIGNED = "PuOr_r"  # orange above zero, white at zero, purple below: safe for every common colour blindness


@dataclass(frozen=True)
class Picture:
    """A drawn picture: `png` is the file, `alt` says what can be seen. The last line of a cell shows it."""

    png: bytes = field(repr=False)
    alt: str

    def __repr__(self) -> str:
        return self.alt

    def _repr_html_(self) -> str:
        source = base64.b64encode(self.png).decode("ascii")
        return (
            f'<img alt="{html.escape(self.alt)}" src="data:image/png;base64,{source}" '
            'style="max-width:100%;height:auto;background:#fff;border-radius:4px">'
        )


def show_image(
    X: Any,
    title: str = "",
    values: bool | None = None,
    cmap: str = "gray",
    vmin: float | None = None,
    vmax: float | None = None,
    alt: str | None = None,
) -> Picture:
    """One image with labelled axes and a colour bar.

    Args:
        X: (H, W) of any real dtype, or (H, W, 3) with colours from 0 to 1 (uint8: 0 to 255).
        title: above the image.
        values: write the numbers into the cells; by default when there are at most 120.
        cmap: "gray", "cividis", any other of matplotlib's, or "signed": a scale centred on zero, for values of both
            signs.
        vmin, vmax: the values at both ends of the scale; by default the smallest and the largest.
        alt: what the picture shows, for readers who cannot see it; by default shape, range and, if few, the numbers.

    Raises:
        ValueError: another shape, no values, or colours outside 0 to 1.
    """
    image = _image(X, "show_image")
    with Sheet() as sheet:
        side = _cell_side(image, values)
        sheet.image(image, title, 0.0, 0.0, side, _scale([image], cmap, vmin, vmax), _wants_values(image, values))
        return Picture(sheet.png(), alt or f"{sentence(title)}{image_text(image)}")


def show_images(
    images: Any,
    titles: Sequence[str],
    columns: int = 4,
    values: bool | None = None,
    shared_scale: bool = False,
    cmap: str = "gray",
    alt: str | None = None,
) -> Picture:
    """Several images side by side: feature maps, before and after.

    Args:
        images: a list of images as for `show_image`, or a (C, H, W) tensor: C feature maps.
        titles: one for each image.
        columns: how many images are in a row.
        values: as for `show_image`.
        shared_scale: one colour scale for all images, so that equal values look equal; by default each has its own.
        cmap, alt: as for `show_image`.

    Raises:
        ValueError: no image, one of a wrong shape, or another number of titles.
    """
    if isinstance(images, torch.Tensor) and images.dim() not in (3, 4):
        raise ValueError(
            f"show_images takes a list of images or a (C, H, W) tensor, but got the shape {tuple(images.shape)}."
        )
    pictures = [_image(image, "show_images") for image in images]
    if not pictures:
        raise ValueError("show_images needs at least one image, but the list is empty.")
    if len(titles) != len(pictures):
        raise ValueError(
            f"show_images needs a title for each image: there are {len(pictures)} images and {len(titles)} titles."
        )
    if columns < 1:
        raise ValueError(f"columns must be at least 1, but is {columns}.")
    with Sheet() as sheet:
        sides = [_cell_side(image, values, narrow=len(pictures) > 1) for image in pictures]
        common = _scale([image for image in pictures if image.dim() == 2], cmap, None, None) if shared_scale else None
        top = 0.0
        for start in range(0, len(pictures), columns):
            row = range(start, min(start + columns, len(pictures)))
            height = max(pictures[i].shape[0] * sides[i] for i in row)
            left = 0.0
            for i in row:
                image, side = pictures[i], sides[i]
                scale = common or _scale([image], cmap, None, None)
                inset = (height - image.shape[0] * side) / 2
                left += sheet.image(image, titles[i], left, top + inset, side, scale, _wants_values(image, values))
            top += height + 0.95
        most = MOST_SPOKEN // len(pictures)
        description = " ".join(
            f"{sentence(title)}{image_text(image, 'Image', most)}"
            for title, image in zip(titles, pictures, strict=True)
        )
        if len(pictures) > 1:
            description = f"{len(pictures)} images side by side. {description}"
        return Picture(sheet.png(), alt or description)


def show_heatmap(
    values: Any,
    rows: Sequence[Any],
    columns: Sequence[Any],
    row_label: str = "",
    column_label: str = "",
    title: str = "",
    alt: str | None = None,
) -> Picture:
    """A table of numbers as colours.

    Args:
        values: (R, C), any real dtype, or nested lists of numbers.
        rows, columns: the names of the R rows and the C columns.
        row_label, column_label: what the rows and the columns stand for.
        title, alt: as for `show_image`.

    Raises:
        ValueError: not a table, or another number of rows or columns than names.
    """
    table = real_values(values, "show_heatmap")
    if table.dim() != 2 or table.shape != (len(rows), len(columns)):
        raise ValueError(
            f"show_heatmap needs a table of shape {(len(rows), len(columns))}, as there are {len(rows)} rows and "
            f"{len(columns)} columns named, but the values have the shape {tuple(table.shape)}."
        )
    with Sheet() as sheet:
        scale = _scale([table], "cividis", None, None)
        numbers = table.numel() <= MOST_NUMBERS
        side = _cell_side(table, numbers) if numbers else 0.24
        sheet.image(
            table, title, 0.0, 0.0, side, scale, numbers, ticks=(rows, columns), labels=(row_label, column_label)
        )
        axes_text = f"Heat map, {row_label or 'rows'} {joined(rows)} by {column_label or 'columns'} {joined(columns)}. "
        return Picture(sheet.png(), alt or f"{sentence(title)}{axes_text}{image_text(table, 'Table')}")


def _image(X: Any, who: str) -> torch.Tensor:
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


def _scale(images: Sequence[torch.Tensor], cmap: str, vmin: float | None, vmax: float | None) -> Scale:
    finite = torch.cat([image[image.isfinite()].flatten() for image in images] or [torch.zeros(1)])
    low = float(finite.min()) if finite.numel() else 0.0
    high = float(finite.max()) if finite.numel() else 1.0
    if cmap == "signed":
        reach = max(abs(low if vmin is None else vmin), abs(high if vmax is None else vmax)) or 1.0
        return Scale(SIGNED, -reach, reach)
    low, high = (low if vmin is None else vmin), (high if vmax is None else vmax)
    if low == high:  # one value everywhere: its colour is the middle of the scale
        low, high = low - 0.5, high + 0.5
    return Scale(cmap, low, high)


def _wants_values(image: torch.Tensor, values: bool | None) -> bool:
    return image.dim() == 2 and (image.numel() <= MOST_NUMBERS if values is None else values)


def _cell_side(image: torch.Tensor, values: bool | None, narrow: bool = False) -> float:
    """Inches: room for the number in a cell, or else what makes the longer side of the image two or three inches."""
    if _wants_values(image, values):
        longest = max(len(text) for row in cell_texts(image) for text in row)
        return max(0.36 if narrow else 0.42, 0.085 * longest)
    return (2.0 if narrow else 3.0) / max(image.shape[:2])
