"""Receptive fields: how they grow from layer to layer, and a measured one below the computed outline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cnnlab.figures.alt import image_text, sentence
from cnnlab.figures.grid_drawing import draw_grids
from cnnlab.figures.grids import DIGITS, EMPTY, LEVELS, SIGNED_FROM, Box, Change, Step, empty_grid, grids_data
from cnnlab.figures.markup import picture
from cnnlab.figures.picture_arguments import checked_image
from cnnlab.figures.pictures import Picture
from cnnlab.figures.player import Animation, animation
from cnnlab.figures.scales import scale_for
from cnnlab.figures.sheet import Sheet
from cnnlab.figures.wording import plural

MOST_PIXELS, MOST_LAYERS = 32, 6
SEEN = SIGNED_FROM + LEVELS - 1

Layer = tuple[str, int, int, int, int]  # kind, kernel, stride, padding, dilation


def animate_field(layers: Sequence[Any], size: int, title: str = "") -> Animation:
    """A row of `size` pixels, below it the row that each layer makes of it; step by step, what the middle of the next
    row sees of all rows above it.

    Args:
        layers: up to 6 tuples (kind, kernel, stride, padding, dilation), as ("conv", 3, 1, 0, 1).
        size: of the row, up to 32 pixels.

    Raises:
        ValueError: too many layers or pixels, something that is no such tuple, or a layer whose kernel does not fit.
    """
    chain = [_checked(layer) for layer in layers]
    if not 1 <= len(chain) <= MOST_LAYERS or type(size) is not int or not 1 <= size <= MOST_PIXELS:
        raise ValueError(
            f"animate_field draws 1 to {MOST_LAYERS} layers on 1 to {MOST_PIXELS} pixels, "
            f"but was given {plural(len(chain), 'layer')} and {size!r} pixels."
        )
    lengths = [size]
    for kind, kernel, stride, padding, dilation in chain:
        room = lengths[-1] + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError(f"({kind!r}, {kernel}, …) does not fit into the {lengths[-1]} cells before it.")
        lengths.append(room // stride + 1)
    names = ["Image", *(_name(number, layer) for number, layer in enumerate(chain, start=1))]
    grids = [empty_grid(name, (1, length), 1) for name, length in zip(names, lengths, strict=True)]
    steps = [_step(chain[:depth], lengths) for depth in range(1, len(chain) + 1)]
    field, jump, _ = _numbers(chain)
    alt = (
        f"{sentence(title)}A row of {size} pixels and the rows that {plural(len(chain), 'layer')} make of it. "
        f"{plural(len(steps), 'step')}. In the end one value sees {plural(field, 'pixel')}, and its neighbour "
        f"{plural(field, 'pixel')} that lie {jump} further."
    )
    return animation(
        grids_data(grids, steps),
        subject="The rows",
        title=title or "What one value sees",
        alt=alt,
        still=picture(draw_grids([list(range(len(grids)))], grids, steps[0]), alt),
        say=f"{steps[0].where}\n{steps[0].say}",
    )


def show_field(gradient: Any, box: Sequence[int], title: str = "", alt: str | None = None) -> Picture:
    """How much one output changes with each pixel, and an outline over it.

    Args:
        gradient: (H, W); its sizes without signs are drawn, black for none.
        box: first row, first column, last row and last column inside the outline; it may reach out of the image.
        title, alt: as for `show_image`.

    Raises:
        ValueError: another shape, or a box of other than four whole numbers.
    """
    image = checked_image(gradient, "show_field").abs()
    if len(box) != 4 or not all(type(side) is int for side in box):
        raise ValueError(f"show_field takes a box of four whole numbers, but was given {box!r}.")
    top, left, bottom, right = box
    words = f"The outline goes from row {top} to row {bottom} and from column {left} to column {right}."
    with Sheet() as sheet:
        side = 3.0 / max(image.shape)
        sheet.image(
            image, title, 0.0, 0.0, side, scale_for([image], "inferno"), False, outline=(top, left, bottom, right)
        )
        return Picture(sheet.png(), alt or f"{sentence(title)}{image_text(image)} {words}")


def _checked(layer: Any) -> Layer:
    if (
        not isinstance(layer, tuple)
        or len(layer) != 5
        or not (isinstance(layer[0], str) and layer[0].isalnum())
        or not all(type(number) is int for number in layer[1:])
        or min(layer[1], layer[2], layer[4]) < 1
        or layer[3] < 0
    ):
        raise ValueError(f"animate_field takes layers as ('conv', kernel, stride, padding, dilation), not {layer!r}.")
    return layer


def _name(number: int, layer: Layer) -> str:
    kind, kernel, stride, padding, dilation = layer
    settings = [("stride", stride, 1), ("padding", padding, 0), ("dilation", dilation, 1)]
    said = "".join(f", {name} {value}" for name, value, usual in settings if value != usual)
    return f"After layer {number}: {kind} {kernel}{said}"


def _numbers(chain: Sequence[Layer]) -> tuple[int, int, float]:
    """Size, jump and first centre of the field."""
    size, jump, centre = 1, 1, 0.0
    for _, kernel, stride, padding, dilation in chain:
        centre += ((kernel - 1) * dilation / 2 - padding) * jump
        size += (kernel - 1) * dilation * jump
        jump *= stride
    return size, jump, centre


def _step(chain: Sequence[Layer], lengths: Sequence[int]) -> Step:
    """What the middle value of the last layer of `chain` sees in each row above it."""
    depth = len(chain)
    middle = lengths[depth] // 2
    seen = {depth: {middle}}
    for row in range(depth, 0, -1):
        _, kernel, stride, padding, dilation = chain[row - 1]
        places = {at * stride - padding + part * dilation for at in seen[row] for part in range(kernel)}
        seen[row - 1] = {place for place in places if 0 <= place < lengths[row - 1]}
    boxes: list[Box] = [
        (row, 0, min(cells), 1, max(cells) - min(cells) + 1) for row, cells in sorted(seen.items()) if cells
    ]
    changes: list[Change] = [_row(row, length, seen.get(row, set())) for row, length in enumerate(lengths)]
    before, jump, _ = _numbers(chain[:-1])
    size, after, centre = _numbers(chain)
    kind, kernel, stride, _, dilation = chain[-1]
    outside = size - (max(seen[0]) - min(seen[0]) + 1) if seen[0] else size
    clipped = f" {plural(outside, 'pixel')} of them would lie outside." if outside else ""
    return Step(
        where=f"After layer {depth}, {kind} {kernel}: value {middle} sees {plural(size, 'pixel')}.{clipped}",
        say=f"size = {before} + ({kernel} − 1)·{dilation}·{jump} = {size},  jump = {jump}·{stride} = {after},  "
        f"first centre = {centre:g}".replace("-", "−"),
        boxes=boxes,
        changes=changes,
        rings=[(depth, 0, middle)],
    )


def _row(row: int, length: int, seen: set[int]) -> Change:
    texts = " ".join("•" if cell in seen else "" for cell in range(length))
    return row, 0, texts, "".join(DIGITS[SEEN if cell in seen else EMPTY] for cell in range(length))
