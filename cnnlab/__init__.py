"""cnnlab: the student's side of Convolutions from scratch. Checks with readable failures, pictures, the from-scratch guard."""

from cnnlab.animations import animate_losses, animate_pool, animate_stamps, animate_window, paint_kernel, size_ruler
from cnnlab.checks import CheckError, expect_call, expect_close, expect_raises, expect_unchanged
from cnnlab.draws import draw, draw_int, draw_sizes, seed_draws
from cnnlab.explain import stamp_sum, window_pool, window_sum
from cnnlab.guard import ShortcutError, from_scratch
from cnnlab.pictures import sample_picture, show_heatmap, show_image, show_images, show_losses

__all__ = [
    "CheckError",
    "ShortcutError",
    "animate_losses",
    "animate_pool",
    "animate_stamps",
    "animate_window",
    "draw",
    "draw_int",
    "draw_sizes",
    "expect_call",
    "expect_close",
    "expect_raises",
    "expect_unchanged",
    "from_scratch",
    "paint_kernel",
    "sample_picture",
    "seed_draws",
    "show_heatmap",
    "show_image",
    "show_images",
    "show_losses",
    "size_ruler",
    "stamp_sum",
    "window_pool",
    "window_sum",
]
