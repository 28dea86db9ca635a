"""cnnlab: the student's side of Convolutions from scratch. Checks with readable failures, pictures, the from-scratch
guard.

A name is imported when it is first used (PEP 562): `import cnnlab` alone loads neither PyTorch nor matplotlib. It makes
a `from d2l import torch` after it just as sparing.
"""

from __future__ import annotations

import atexit
import gc
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cnnlab.d2l_imports import defer_imports

if TYPE_CHECKING:  # for type checkers and editors; a test holds this list, _MODULES and __all__ together
    from cnnlab.capstone import texture_accuracy
    from cnnlab.checks.draws import draw, draw_int, draw_sizes, seed_draws
    from cnnlab.checks.errors import CheckError
    from cnnlab.checks.expect import expect_call, expect_close, expect_raises, expect_unchanged
    from cnnlab.checks.explain import stamp_sum, window_pool, window_sum
    from cnnlab.datasets import digits, textures
    from cnnlab.figures.animations import animate_pool, animate_window
    from cnnlab.figures.curves import animate_losses
    from cnnlab.figures.fields import animate_field, show_field
    from cnnlab.figures.losses import show_losses
    from cnnlab.figures.max_gradient import animate_max_gradient
    from cnnlab.figures.occlusion import animate_occlusion
    from cnnlab.figures.painter import paint_kernel
    from cnnlab.figures.photo import sample_picture
    from cnnlab.figures.pictures import show_heatmap, show_image, show_images
    from cnnlab.figures.predict import reveal
    from cnnlab.figures.ruler import size_ruler
    from cnnlab.figures.sliders import slide_kernel, slide_learning_rate
    from cnnlab.figures.stamps import animate_stamps
    from cnnlab.figures.training import animate_training
    from cnnlab.figures.unfolding import animate_unfold
    from cnnlab.functions import given
    from cnnlab.guard import ShortcutError, from_scratch
    from cnnlab.selfcheck.checking import check
    from cnnlab.shapes import shape_net, shape_pictures
    from cnnlab.training import train, training_time
    from cnnlab.windows import as_pairs, count_windows

__all__ = [
    "CheckError",
    "ShortcutError",
    "animate_field",
    "animate_losses",
    "animate_max_gradient",
    "animate_occlusion",
    "animate_pool",
    "animate_stamps",
    "animate_training",
    "animate_unfold",
    "animate_window",
    "as_pairs",
    "check",
    "count_windows",
    "digits",
    "draw",
    "draw_int",
    "draw_sizes",
    "expect_call",
    "expect_close",
    "expect_raises",
    "expect_unchanged",
    "from_scratch",
    "given",
    "paint_kernel",
    "reveal",
    "sample_picture",
    "seed_draws",
    "shape_net",
    "shape_pictures",
    "show_field",
    "show_heatmap",
    "show_image",
    "show_images",
    "show_losses",
    "size_ruler",
    "slide_kernel",
    "slide_learning_rate",
    "stamp_sum",
    "texture_accuracy",
    "textures",
    "train",
    "training_time",
    "window_pool",
    "window_sum",
]

_MODULES: dict[str, tuple[str, ...]] = {
    "cnnlab.capstone": ("texture_accuracy",),
    "cnnlab.checks.draws": ("draw", "draw_int", "draw_sizes", "seed_draws"),
    "cnnlab.checks.errors": ("CheckError",),
    "cnnlab.checks.expect": ("expect_call", "expect_close", "expect_raises", "expect_unchanged"),
    "cnnlab.checks.explain": ("stamp_sum", "window_pool", "window_sum"),
    "cnnlab.datasets": ("digits", "textures"),
    "cnnlab.figures.animations": ("animate_pool", "animate_window"),
    "cnnlab.figures.curves": ("animate_losses",),
    "cnnlab.figures.fields": ("animate_field", "show_field"),
    "cnnlab.figures.occlusion": ("animate_occlusion",),
    "cnnlab.figures.painter": ("paint_kernel",),
    "cnnlab.figures.photo": ("sample_picture",),
    "cnnlab.figures.losses": ("show_losses",),
    "cnnlab.figures.max_gradient": ("animate_max_gradient",),
    "cnnlab.figures.pictures": ("show_heatmap", "show_image", "show_images"),
    "cnnlab.figures.predict": ("reveal",),
    "cnnlab.figures.ruler": ("size_ruler",),
    "cnnlab.figures.sliders": ("slide_kernel", "slide_learning_rate"),
    "cnnlab.figures.stamps": ("animate_stamps",),
    "cnnlab.figures.training": ("animate_training",),
    "cnnlab.figures.unfolding": ("animate_unfold",),
    "cnnlab.functions": ("given",),
    "cnnlab.guard": ("ShortcutError", "from_scratch"),
    "cnnlab.selfcheck.checking": ("check",),
    "cnnlab.shapes": ("shape_net", "shape_pictures"),
    "cnnlab.training": ("train", "training_time"),
    "cnnlab.windows": ("as_pairs", "count_windows"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

defer_imports()
# PyTorch warns of `float(loss)`, once a process; nbgrader gives a test cell that a warning is printed in no points.
warnings.filterwarnings("ignore", "Converting a tensor with requires_grad=True to a scalar")
# At its end Python looks for garbage among all objects of PyTorch, a second of each Restart: let it look at none.
atexit.register(gc.freeze)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value  # the next use finds it without this function
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
