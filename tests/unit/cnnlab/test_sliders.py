"""Sliders move in a live notebook and draw with the figures' own functions; anywhere else the figure stands alone, in
silence.
"""

from __future__ import annotations

import sys
from typing import Any

import ipykernel
import pytest
import torch
from IPython.core import getipython

from cnnlab import animate_losses, paint_kernel, sample_picture, slide_kernel, slide_learning_rate
from cnnlab.figures import sliders

PICTURE = sample_picture(12, 10)
KERNEL = torch.tensor([[0.0, 1.0], [-1.0, 0.5]])
RATES = [0.01, 0.1]


def run(rate: float) -> list[float]:
    return [8.0 * abs(1 - 15 * rate) ** step for step in range(5)]


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sliders, "live", lambda: True)


def shown(live: Any) -> str:
    return str(live.panel.children[-1].outputs[0]["data"]["text/html"])


def test_without_a_notebook_the_figure_stands_alone() -> None:
    assert slide_kernel(PICTURE, KERNEL, "A title") == paint_kernel(PICTURE, KERNEL, "A title")
    assert slide_learning_rate(run, RATES) == animate_losses({rate: run(rate) for rate in RATES})


@pytest.mark.parametrize(
    ("kernel", "served", "known", "watched"),
    [
        (True, True, {}, True),  # JupyterLab, Notebook: their server tells the kernel the notebook's name
        (True, False, {"__vsc_ipynb_file__": "lab.ipynb"}, True),  # VS Code
        (True, False, {}, False),  # nbval, nbconvert, nbgrader
        (False, True, {}, False),  # a plain IPython, started by a notebook's kernel
    ],
)
def test_a_kernel_is_watched_when_a_notebook_started_it(
    kernel: bool, served: bool, known: dict[str, str], watched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = type("Shell", (), {"user_ns": known})()
    monkeypatch.setattr(getipython, "get_ipython", lambda: shell)
    if kernel:
        monkeypatch.setitem(sys.modules, "ipykernel", ipykernel)
    else:
        monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    if served:
        monkeypatch.setenv("JPY_SESSION_NAME", "lab.ipynb")
    assert sliders.live() is watched


@pytest.mark.usefixtures("notebook")
def test_a_moved_weight_draws_what_the_painter_draws() -> None:
    live: Any = slide_kernel(PICTURE, KERNEL, "A title")
    _, grid, _ = live.panel.children
    assert shown(live) == paint_kernel(PICTURE, KERNEL, "A title", fixed=True).html
    grid.children[2].value = 2.0
    assert shown(live) == paint_kernel(PICTURE, torch.tensor([[0.0, 1.0], [2.0, 0.5]]), "A title", fixed=True).html


@pytest.mark.usefixtures("notebook")
def test_a_chosen_kernel_moves_all_sliders_and_draws_once(monkeypatch: pytest.MonkeyPatch) -> None:
    live: Any = slide_kernel(PICTURE, KERNEL)
    choice, grid, _ = live.panel.children
    drawn: list[Any] = []
    monkeypatch.setattr(
        sliders, "paint_kernel", lambda image, kernel, *_, **__: drawn.append(kernel) or paint_kernel(image, kernel)
    )
    choice.value = "blur"
    assert [slider.value for slider in grid.children] == [0.25] * 4
    assert [kernel.tolist() for kernel in drawn] == [[[0.25, 0.25], [0.25, 0.25]]]


@pytest.mark.usefixtures("notebook")
def test_the_learning_rate_trains_anew_and_is_the_strong_line() -> None:
    live: Any = slide_learning_rate(run, RATES, "Loss")
    slider, _ = live.panel.children
    lines = {rate: run(rate) for rate in RATES}
    assert shown(live) == animate_losses(lines, "Loss", fixed=0.01).html
    slider.value = 0.05
    assert shown(live) == animate_losses({**lines, 0.05: run(0.05)}, "Loss", fixed=0.05).html
    assert (slider.min, slider.max) == pytest.approx((-2, -1))


@pytest.mark.usefixtures("notebook")
def test_a_page_without_widgets_gets_the_figure() -> None:
    live: Any = slide_kernel(PICTURE, KERNEL)
    bundle = live._repr_mimebundle_()
    figure = paint_kernel(PICTURE, KERNEL)
    assert (bundle["text/html"], bundle["text/plain"], repr(live)) == (figure.html, figure.alt, figure.alt)
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.usefixtures("notebook")
def test_what_sliders_cannot_do_is_left_to_the_figure_or_refused() -> None:
    assert slide_kernel(PICTURE, torch.ones(6, 6)) == paint_kernel(PICTURE, torch.ones(6, 6))
    assert slide_learning_rate(run, [0.1]) == animate_losses({0.1: run(0.1)})
    with pytest.raises(ValueError, match="smallest is 0"):
        slide_learning_rate(run, [0.0, 0.1])
    with pytest.raises(ValueError, match=r"\(13, 1\)"):
        slide_kernel(PICTURE, torch.ones(13, 1))
