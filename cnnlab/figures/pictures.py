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
from cnnlab.figures.picture_arguments import (
    checked_image,
    checked_images,
    checked_padding,
    checked_paddings,
    checked_places,
    checked_signs,
)
from cnnlab.figures.scales import scale_for
from cnnlab.figures.sheet import BAR, Sheet, cell_texts
from cnnlab.figures.values import real_values

MOST_NUMBERS = 120  # cells of the largest image whose numbers are written into it
GAP = 0.75  # inches between two images, with room for the numbers and the name of an axis
SIGN, SIGN_AT = 0.4, 0.33  # more for a sign between them, and how far from the first one it stands


@dataclass(frozen=True)
class Picture:
    """A drawn picture: `png` is the file, `alt` says what can be seen. The last line of a cell shows it.

    While `nbgrader validate` runs the notebook nothing is drawn: `png` is empty.
    """

    png: bytes = field(repr=False)
    alt: str

    def __repr__(self) -> str:
        return self.alt

    def _repr_html_(self) -> str | None:
        if not self.png:
            return None
        source = base64.b64encode(self.png).decode("ascii")
        return (
            f'<img alt="{html.escape(self.alt)}" src="data:image/png;base64,{source}" '
            'style="max-width:100%;height:auto;background:#fff;border-radius:4px">'
        )


def show_image(
    X: Any,
    title: str = "",
    values: bool | None = None,
    cmap: str | None = None,
    vmin: float | None = None,
    vmax: float | None = None,
    alt: str | None = None,
    padding: Any = 0,
) -> Picture:
    """One image with labelled axes and a colour bar.

    Args:
        X: (H, W) of any real dtype, or (H, W, 3) with colours from 0 to 1 (uint8: 0 to 255).
        title: above the image.
        values: write the numbers into the cells; by default when there are at most 120.
        cmap: "gray", "cividis", any other of matplotlib's, or "signed": orange above zero, white at zero, purple below.
            By default "signed" where the values have both signs, and "gray" otherwise.
        vmin, vmax: the values at both ends of the scale; by default the smallest and the largest.
        alt: what the picture shows, for readers who cannot see it; by default shape, range and, if few, the numbers.
        padding: how many rows and columns on each side are padding, one number or a pair; they are drawn hatched.

    Raises:
        ValueError: another shape, no values, colours outside 0 to 1, or padding that leaves nothing.
    """
    image = checked_image(X, "show_image")
    with Sheet() as sheet:
        frame = checked_padding(padding, image, "show_image")
        side, scale = _cell_side(image, values), scale_for([image], cmap, vmin, vmax)
        sheet.image(image, title, 0.0, 0.0, side, scale, _wants_values(image, values), padding=frame)
        return Picture(sheet.png(), alt or f"{sentence(title)}{image_text(image)}")


def show_images(
    images: Any,
    titles: Sequence[str],
    columns: int = 4,
    values: bool | None = None,
    shared_scale: bool | Sequence[int] = False,
    cmap: str | None = None,
    alt: str | None = None,
    between: Sequence[str] | None = None,
    padding: Sequence[Any] | None = None,
) -> Picture:
    """Several images side by side: feature maps, before and after, the terms of a sum.

    Args:
        images: a list of images as for `show_image`, or a (C, H, W) tensor: C feature maps.
        titles: one for each image.
        columns: how many images are in a row.
        values: as for `show_image`.
        shared_scale: True for one colour scale, and one colour bar, for all images, so that equal values look equal;
            or the places of those that share one, as in `[1, 2]`. By default each image has its own.
        cmap, alt: as for `show_image`.
        between: what stands between each image and the next, as in `["+", "="]`: one text less than there are images,
            "" for nothing. With it, images that show their numbers have no colour bar of their own.
        padding: for each image how many rows and columns on each side are padding, as for `show_image`.

    Raises:
        ValueError: no image, one of a wrong shape, or another number of titles, of texts between them or of paddings.
    """
    pictures = checked_images(images, titles, columns)
    signs = checked_signs(between, len(pictures))
    frames = checked_paddings(padding, pictures)
    shared = checked_places(shared_scale, pictures)
    everything = len(shared) > 1 and all(i in shared or picture.dim() == 3 for i, picture in enumerate(pictures))
    common = scale_for([pictures[i] for i in shared], cmap) if shared else None
    with Sheet() as sheet:
        sides = [_cell_side(image, values, narrow=len(pictures) > 1) for image in pictures]
        top, widest = 0.0, 0.0
        for start in range(0, len(pictures), columns):
            row = range(start, min(start + columns, len(pictures)))
            height = max(pictures[i].shape[0] * sides[i] for i in row)
            left = 0.0
            for i in row:
                image, side, numbers = pictures[i], sides[i], _wants_values(pictures[i], values)
                scale = common if common and i in shared else scale_for([image], cmap)
                bar = i == max(shared) and not everything if i in shared else not (between and numbers)
                inset = (height - image.shape[0] * side) / 2
                width = sheet.image(
                    image, titles[i], left, top + inset, side, scale, numbers, bar=bar, padding=frames[i]
                )
                widest = max(widest, left + width)
                left += width + GAP
                if signs[i]:
                    sheet.sign(signs[i], left - GAP + SIGN_AT, top + height / 2)
                    left += SIGN
            top += height + 0.95
        if everything and common:
            sheet.common_bar(common, widest + BAR / 4, 0.0, top - 0.95)
        return Picture(sheet.png(), alt or _side_by_side(pictures, titles, signs))


def show_heatmap(
    values: Any,
    rows: Sequence[Any],
    columns: Sequence[Any],
    row_label: str = "",
    column_label: str = "",
    title: str = "",
    alt: str | None = None,
    cmap: str | None = None,
) -> Picture:
    """A table of numbers as colours.

    Args:
        values: (R, C), any real dtype, or nested lists of numbers.
        rows, columns: the names of the R rows and the C columns.
        row_label, column_label: what the rows and the columns stand for.
        title, alt: as for `show_image`.
        cmap: as for `show_image`, with "cividis" in place of "gray".

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
        scale = scale_for([table], cmap, plain="cividis")
        numbers = table.numel() <= MOST_NUMBERS
        side = _cell_side(table, numbers) if numbers else 0.24
        sheet.image(
            table, title, 0.0, 0.0, side, scale, numbers, ticks=(rows, columns), labels=(row_label, column_label)
        )
        axes_text = f"Heat map, {row_label or 'rows'} {joined(rows)} by {column_label or 'columns'} {joined(columns)}. "
        return Picture(sheet.png(), alt or f"{sentence(title)}{axes_text}{image_text(table, 'Table')}")


def _side_by_side(pictures: Sequence[torch.Tensor], titles: Sequence[str], signs: Sequence[str]) -> str:
    """The alt text of several images."""
    most = MOST_SPOKEN // len(pictures)
    parts = [
        f"{sentence(title)}{image_text(image, 'Image', most)}{f' {sign}' if sign else ''}"
        for title, image, sign in zip(titles, pictures, signs, strict=True)
    ]
    several = f"{len(pictures)} images side by side. " if len(pictures) > 1 else ""
    return several + " ".join(parts)


def _wants_values(image: torch.Tensor, values: bool | None) -> bool:
    return image.dim() == 2 and (image.numel() <= MOST_NUMBERS if values is None else values)


def _cell_side(image: torch.Tensor, values: bool | None, narrow: bool = False) -> float:
    """Inches: room for the number in a cell, or else what makes the longer side of the image two or three inches."""
    if _wants_values(image, values):
        longest = max(len(text) for row in cell_texts(image) for text in row)
        return max(0.36 if narrow else 0.42, 0.085 * longest)
    return (2.0 if narrow else 3.0) / max(image.shape[:2])
