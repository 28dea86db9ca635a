"""cnnlab: the student's side of Convolutions from scratch. Checks with readable failures, pictures, the from-scratch
guard.
"""

from cnnlab.checks.draws import draw, draw_int, draw_sizes, seed_draws
from cnnlab.checks.expect import CheckError, expect_call, expect_close, expect_raises, expect_unchanged
from cnnlab.checks.explain import stamp_sum, window_pool, window_sum
from cnnlab.figures.animations import animate_pool, animate_stamps, animate_window
from cnnlab.figures.curves import animate_losses
from cnnlab.figures.painter import paint_kernel
from cnnlab.figures.photo import sample_picture
from cnnlab.figures.pictures import show_heatmap, show_image, show_images, show_losses
from cnnlab.figures.predict import reveal
from cnnlab.figures.ruler import size_ruler
from cnnlab.figures.sliders import slide_kernel, slide_learning_rate
from cnnlab.guard import ShortcutError, from_scratch
from cnnlab.selfcheck import check

__all__ = [
    "CheckError",
    "ShortcutError",
    "animate_losses",
    "animate_pool",
    "animate_stamps",
    "animate_window",
    "check",
    "draw",
    "draw_int",
    "draw_sizes",
    "expect_call",
    "expect_close",
    "expect_raises",
    "expect_unchanged",
    "from_scratch",
    "paint_kernel",
    "reveal",
    "sample_picture",
    "seed_draws",
    "show_heatmap",
    "show_image",
    "show_images",
    "show_losses",
    "size_ruler",
    "slide_kernel",
    "slide_learning_rate",
    "stamp_sum",
    "window_pool",
    "window_sum",
]
