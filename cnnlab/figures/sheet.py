"""A white sheet, measured in inches, on which images and axes are placed with matplotlib's objects; it becomes a PNG.

Nothing goes through pyplot, and everything is drawn in matplotlib's default style: the reader's own figures and
settings neither change nor affect ours.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch

from cnnlab.figures.marks import HATCH, HATCH_INK, PAD_FILL
from cnnlab.figures.scales import Scale
from cnnlab.figures.values import cell_writer, dark_ink

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.ticker import Locator

DPI = 110
SMALLEST_FONT = 6.0
SHORTEST_BAR = 0.75  # inches
LONGEST_COMMON_BAR = 3.0
BAR = 0.6  # room for a colour bar with its numbers


class Sheet:
    """Positions are in inches, x to the right and y downwards; the sheet grows as things are placed on it.

    Use it in a `with` block.
    """

    def __enter__(self) -> Sheet:
        if nobody_looks():
            return self
        import matplotlib.style
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self._style = matplotlib.style.context("default")
        self._style.__enter__()
        self._figure = Figure(figsize=(1, 1), dpi=DPI)
        FigureCanvasAgg(self._figure)
        return self

    def __exit__(self, *error: Any) -> None:
        if not nobody_looks():
            self._style.__exit__(*error)

    def axes(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        title: str,
        labels: tuple[str, str],
        raised: float = 0.0,
    ) -> Axes:
        """Empty axes with labels (y, x) and a title, `raised` above its usual place."""
        axes = self._figure.add_axes((left, -top - height, width, height))
        # A title wider than its axes begins at their left edge, so that it is too long on one side only.
        axes.set_title(
            title, fontsize=10, pad=6 + 72 * raised, loc="center" if _title_width(title) <= width else "left"
        )
        axes.set_ylabel(labels[0], fontsize=9)
        axes.set_xlabel(labels[1], fontsize=9)
        axes.tick_params(labelsize=8)
        return axes

    def whole_numbers(self) -> Locator:
        """Ticks at whole numbers only."""
        from matplotlib.ticker import MaxNLocator

        return MaxNLocator(nbins=8, integer=True)

    def image(
        self,
        image: torch.Tensor,
        title: str,
        left: float,
        top: float,
        side: float,
        scale: Scale,
        numbers: bool,
        ticks: tuple[Sequence[Any], Sequence[Any]] | None = None,
        labels: tuple[str, str] = ("row", "column"),
        bar: bool = True,
        padding: tuple[int, int] = (0, 0),
        outline: tuple[int, int, int, int] | None = None,
    ) -> float:
        """Draw an image at (left, top), each cell `side` wide; returns the width with its title and its colour bar.

        Args:
            bar: whether there is a colour bar of its own; colours (H, W, 3) have none.
            padding: how many rows and columns on each side are drawn as padding.
            outline: first row, first column, last row and last column inside a frame; it may reach out of the image.
        """
        if nobody_looks():
            return 0.0
        rows, columns = int(image.shape[0]), int(image.shape[1])
        width, height = columns * side, rows * side
        bar = bar and image.dim() == 2
        bar_height = max(height, SHORTEST_BAR) if bar else height
        axes = self.axes(left, top, width, height, title, labels, (bar_height - height) / 2)
        artist = axes.imshow(
            image.numpy(), cmap=scale.cmap, vmin=scale.low, vmax=scale.high, aspect="auto", interpolation="nearest"
        )
        if ticks is not None:
            axes.set_yticks(range(rows), [str(name) for name in ticks[0]])
            axes.set_xticks(range(columns), [str(name) for name in ticks[1]])
        else:
            axes.set_yticks(_ticks(rows, height))
            axes.set_xticks(_ticks(columns, width))
        frame = _frame(rows, columns, padding)
        if frame:
            self._hatch(axes, frame)
        if outline:
            self._outline(axes, outline)
        if numbers and image.dim() == 2:
            self._numbers(axes, image, artist, side, frame)
        if bar:
            self._bar(artist, left + width + 0.12, -top - (height + bar_height) / 2, bar_height)
        return max(width + (BAR if bar else 0.0), _title_width(title))

    def common_bar(self, scale: Scale, left: float, top: float, height: float) -> None:
        """A colour bar that is no single image's, beside everything between `top` and `top + height`."""
        if nobody_looks():
            return
        from matplotlib.cm import ScalarMappable
        from matplotlib.colors import Normalize

        length = min(max(height, SHORTEST_BAR), LONGEST_COMMON_BAR)
        colors = ScalarMappable(Normalize(scale.low, scale.high), scale.cmap)
        self._bar(colors, left, -top - (height + length) / 2, length)

    def sign(self, text: str, centre: float, middle: float) -> None:
        """A character between two images, such as + or =."""
        if not nobody_looks():
            self._figure.text(centre, -middle, text, fontsize=16, ha="center", va="center")

    def _bar(self, colors: Any, left: float, bottom: float, height: float) -> None:
        bar = self._figure.add_axes((left, bottom, 0.12, height))
        self._figure.colorbar(colors, cax=bar, ticks=_few_ticks(int(height / 0.27)))
        bar.tick_params(labelsize=8)

    def _hatch(self, axes: Axes, frame: frozenset[tuple[int, int]]) -> None:
        from matplotlib.collections import LineCollection, PatchCollection
        from matplotlib.patches import Rectangle

        cells = sorted(frame)
        fields = [Rectangle((j - 0.5, i - 0.5), 1, 1) for i, j in cells]
        axes.add_collection(PatchCollection(fields, facecolor=PAD_FILL, edgecolor="none", linewidth=0), autolim=False)
        strokes = [[(j - 0.5 + x, i - 0.5 + y) for x, y in stroke] for i, j in cells for stroke in HATCH]
        axes.add_collection(LineCollection(strokes, colors=HATCH_INK, linewidths=0.9), autolim=False)

    def _outline(self, axes: Axes, outline: tuple[int, int, int, int]) -> None:
        from matplotlib.patches import Rectangle

        top, left, bottom, right = outline
        for color, width in (("#fff", 4.5), ("#0057b8", 2.5)):
            frame = Rectangle((left - 0.5, top - 0.5), right - left + 1, bottom - top + 1, clip_on=False)
            frame.set(fill=False, edgecolor=color, linewidth=width)
            axes.add_patch(frame)

    def _numbers(
        self, axes: Axes, image: torch.Tensor, artist: Any, side: float, frame: frozenset[tuple[int, int]]
    ) -> None:
        texts = cell_texts(image)
        size = font_size(texts, side)
        for i, row in enumerate(texts):
            for j, text in enumerate(row):
                red, green, blue, opaque = artist.to_rgba(float(image[i, j]))
                light = (i, j) in frame or not opaque or dark_ink(red, green, blue)  # nan is transparent
                ink = "black" if light else "white"
                axes.text(j, i, text, ha="center", va="center", fontsize=size, color=ink, in_layout=False)
        rows, columns = image.shape
        axes.hlines([i - 0.5 for i in range(1, rows)], -0.5, columns - 0.5, color="#808080", linewidth=0.5)
        axes.vlines([j - 0.5 for j in range(1, columns)], -0.5, rows - 0.5, color="#808080", linewidth=0.5)

    def png(self) -> bytes:
        """The sheet as a PNG of 256 colours, cut to what is on it. The same drawing gives the same bytes.

        Empty where nobody looks.
        """
        if nobody_looks():
            return b""
        from PIL import Image

        # bbox_inches="tight" would lay out everything twice, for what moves while it is drawn: nothing does here.
        box = self._figure.get_tightbbox().padded(0.08)
        full, small = io.BytesIO(), io.BytesIO()
        quick = {"compress_level": 1}
        self._figure.savefig(full, format="png", bbox_inches=box, facecolor="white", pil_kwargs=quick)
        with Image.open(full) as image:
            image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(small, format="png", dpi=(DPI, DPI))
        return small.getvalue()


def _frame(rows: int, columns: int, padding: tuple[int, int]) -> frozenset[tuple[int, int]]:
    """The cells of the outer `padding` rows and columns."""
    (above, beside) = padding
    return frozenset(
        (i, j)
        for i in range(rows)
        for j in range(columns)
        if not (above <= i < rows - above and beside <= j < columns - beside)
    )


def nobody_looks() -> bool:
    """Whether `nbgrader validate` runs this notebook: it reads what test cells say, and throws all figures away."""
    return os.environ.get("NBGRADER_EXECUTION") == "validate"


def cell_texts(image: torch.Tensor) -> list[list[str]]:
    """The numbers of an (H, W) image as they are written into its cells."""
    write = cell_writer(float(value) for value in image.flatten())
    return [[write(float(value)) for value in row] for row in image]


def font_size(texts: list[list[str]], side: float) -> float:
    """Points, so that the longest text fits into a cell `side` inches wide."""
    longest = max(len(text) for row in texts for text in row)
    return max(SMALLEST_FONT, min(10.0, 72 * side * 0.88 / (0.62 * longest)))


def _few_ticks(most: int) -> Locator:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=max(2, most), steps=[1, 2, 5, 10])


def _title_width(title: str) -> float:
    """The width of a title in inches, roughly."""
    return 0.086 * max(len(line) for line in title.split("\n"))


def _ticks(count: int, length: float) -> range:
    """Whole-numbered ticks, at least a quarter of an inch apart."""
    step = next(
        (step for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000) if step * length / count >= 0.24), count
    )
    return range(0, count, step)
