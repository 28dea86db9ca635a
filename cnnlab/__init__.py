"""cnnlab: the student's side of Convolutions from scratch. Checks with readable failures, pictures, the from-scratch guard."""

from cnnlab.checks import CheckFailure, expect_call, expect_close, expect_raises, expect_unchanged
from cnnlab.draws import draw, draw_int, draw_sizes, seed_draws
from cnnlab.explain import stamp_sum, window_pool, window_sum
from cnnlab.guard import LibraryShortcut, from_scratch

__all__ = [
    "CheckFailure",
    "LibraryShortcut",
    "draw",
    "draw_int",
    "draw_sizes",
    "expect_call",
    "expect_close",
    "expect_raises",
    "expect_unchanged",
    "from_scratch",
    "seed_draws",
    "stamp_sum",
    "window_pool",
    "window_sum",
]
