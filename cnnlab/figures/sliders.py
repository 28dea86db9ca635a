"""Sliders for a live notebook. Each move draws the figure again, with the same function as on pages without a kernel.

Where nobody can move them (grading, nbval, nbconvert, a plain script), the figure comes back without sliders.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import chain
from typing import Any

import torch

from cnnlab.figures.curves import animate_losses
from cnnlab.figures.painter import paint_kernel, presets
from cnnlab.figures.player import Animation
from cnnlab.figures.values import number_text

MOST_SLIDERS = 25
REACH = 5.0  # of a weight's slider to either side, at least; twice the largest weight if that is more


@dataclass(frozen=True)
class Sliders:
    """A notebook shows widgets above a figure; a page that cannot show widgets gets the first figure, `still`."""

    still: Animation
    panel: Any = field(repr=False)

    def __repr__(self) -> str:
        return self.still.alt

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {**self.panel._repr_mimebundle_(), "text/plain": repr(self), "text/html": self.still.html}


def slide_kernel(image: Any, kernel: Any, title: str = "") -> Animation | Sliders:
    """`paint_kernel`, with a slider for each weight where a live notebook can show them.

    Args:
        image, kernel, title: as for `paint_kernel`. A kernel of more than 25 weights is edited in the figure itself.

    Raises:
        ValueError: as `paint_kernel`.
    """
    still = paint_kernel(image, kernel, title)
    weights = torch.as_tensor(kernel).detach().to(torch.float64)
    if not live() or weights.numel() > MOST_SLIDERS:
        return still
    import ipywidgets as widgets

    h, w = weights.shape
    reach = max(REACH, 2 * float(weights.abs().max()))
    sliders = [
        widgets.FloatSlider(
            value=float(weights[a, b]),
            min=-reach,
            max=reach,
            step=0.05,
            description=f"[{a}, {b}]",
            continuous_update=False,
            layout=widgets.Layout(width="260px"),
        )
        for a in range(h)
        for b in range(w)
    ]
    kernels = {"as at first": weights.tolist(), **presets(h, w)}
    choice = widgets.Dropdown(options=list(kernels), description="Kernel")
    output = widgets.Output()
    setting = False

    def draw(_: Any = None) -> None:
        if not setting:
            now = torch.tensor([slider.value for slider in sliders]).reshape(h, w)
            _show(output, paint_kernel(image, now, title, fixed=True))

    def choose(change: Any) -> None:
        nonlocal setting
        setting = True  # draw once, not for each weight
        for slider, value in zip(sliders, chain(*kernels[change["new"]]), strict=True):
            slider.value = value
        setting = False
        draw()

    for slider in sliders:
        slider.observe(draw, "value")
    choice.observe(choose, "value")
    draw()
    grid = widgets.GridBox(sliders, layout=widgets.Layout(grid_template_columns=f"repeat({w}, 270px)"))
    return Sliders(still, widgets.VBox([choice, grid, output]))


def slide_learning_rate(run: Callable[[float], Any], rates: Sequence[float], title: str = "") -> Animation | Sliders:
    """`animate_losses` for training runs at `rates`; a live notebook has a slider that trains at any rate between them.

    Args:
        run: learning rate → the losses of one training run, from the same start each time.
        rates: the learning rates that are always drawn, from 1 to 29.
        title: of the figure.

    Raises:
        ValueError: as `animate_losses`; or a live notebook's slider between rates that are not above zero.
    """
    lines = {float(rate): run(float(rate)) for rate in rates}
    still = animate_losses(lines, title)
    if not live() or len(lines) < 2:
        return still
    import ipywidgets as widgets

    low, high = min(lines), max(lines)
    if low <= 0:
        raise ValueError(f"The slider's learning rates are above zero, but the smallest is {number_text(low, 4)}.")
    slider = widgets.FloatLogSlider(
        value=low,
        min=math.log10(low),
        max=math.log10(high),
        step=(math.log10(high) - math.log10(low)) / 100,
        description="Learning rate",
        readout_format=".4f",
        continuous_update=False,
        style={"description_width": "initial"},
        layout=widgets.Layout(width="480px"),
    )
    output = widgets.Output()

    def draw(_: Any = None) -> None:
        rate = float(f"{slider.value:.4g}")
        _show(output, animate_losses({**lines, rate: lines[rate] if rate in lines else run(rate)}, title, fixed=rate))

    slider.observe(draw, "value")
    draw()
    return Sliders(still, widgets.VBox([slider, output]))


def live() -> bool:
    """Whether a person works in this kernel: a notebook server, VS Code or Colab started it.

    nbval, nbconvert and grading start kernels in other ways.
    """
    if "ipykernel" not in sys.modules or find_spec("ipywidgets") is None:
        return False
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    by_server = "JPY_SESSION_NAME" in os.environ  # set by Jupyter's server: the notebook's path
    return shell is not None and (by_server or "google.colab" in sys.modules or "__vsc_ipynb_file__" in shell.user_ns)


def _show(place: Any, figure: Animation) -> None:
    data = {"text/html": figure.html, "text/plain": figure.alt}
    place.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)
