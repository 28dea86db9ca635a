"""Settings as pairs, and how many windows fit: what a lab gives when students have written it often enough."""

from __future__ import annotations

Setting = int | tuple[int, int]


def as_pairs(*settings: Setting) -> list[tuple[int, int]]:
    """Each setting as a pair (vertical, horizontal): `as_pairs(2, (1, 0))` is `[(2, 2), (1, 0)]`."""
    return [(value, value) if isinstance(value, int) else (int(value[0]), int(value[1])) for value in settings]


def count_windows(
    size: tuple[int, int], kernel_size: Setting, stride: Setting = 1, padding: Setting = 0, dilation: Setting = 1
) -> tuple[int, int]:
    """How many windows fit into images of this size, down and across: `count_windows((3, 4), 2)` is `(2, 3)`.

    Args:
        size: height and width of the images, in pixels.
        kernel_size: height and width of a window, in pixels.
        stride: how far the window moves.
        padding: rows and columns that are added on each side.
        dilation: how far apart a window's pixels are.

    Returns:
        Two ints, floor((n + 2p - d(k - 1) - 1) / s) + 1 for each direction. Where no window fits, one is below 1.
    """
    edges = zip(*as_pairs(size, kernel_size, stride, padding, dilation), strict=True)
    rows, columns = ((n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in edges)
    return rows, columns
