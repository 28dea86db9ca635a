"""Settings as pairs, and how many windows fit: what a lab gives when students have written it often enough."""

from __future__ import annotations

Setting = int | tuple[int, int]


def pair(setting: Setting) -> tuple[int, int]:
    """One number for both directions, or a pair."""
    vertical, horizontal = (setting, setting) if isinstance(setting, int) else setting
    return int(vertical), int(horizontal)


def as_pairs(*settings: Setting) -> list[tuple[int, int]]:
    """Each setting as a pair (vertical, horizontal): `as_pairs(2, (1, 0))` is `[(2, 2), (1, 0)]`.

    Raises:
        ValueError: one of them has more or fewer than two numbers.
    """
    return [pair(setting) for setting in settings]


def window_count(n: int, k: int, padding: int, stride: int, dilation: int) -> int:
    """How many windows fit in one direction; 0 when none does."""
    room = n + 2 * padding - dilation * (k - 1) - 1
    return room // stride + 1 if room >= 0 else 0


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
        Two ints, floor((n + 2p - d(k - 1) - 1) / s) + 1 for each direction, and 0 where no window fits.
    """
    down, across = zip(*as_pairs(size, kernel_size, padding, stride, dilation), strict=True)
    return window_count(*down), window_count(*across)
