"""How large an animation may be. The figures are made and checked by these numbers; they need no PyTorch."""

from __future__ import annotations

MOST_BYTES = 50_000  # of one animation's HTML
MOST_PIXELS = 96 * 96  # of the picture beside a kernel to edit
LARGEST_KERNEL = 7  # rows or columns of a kernel to edit
RULER = {"n": (1, 32), "k": (1, 9), "padding": (0, 5), "stride": (1, 6), "dilation": (1, 4)}  # lowest and highest
