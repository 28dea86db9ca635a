"""Animations in a real browser, on a page with no kernel and no network: by keyboard, in the dark theme, with less
motion.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from cnnlab import (
    animate_losses,
    animate_pool,
    animate_stamps,
    animate_window,
    paint_kernel,
    sample_picture,
    size_ruler,
)
from tests.support.browser import Watched

X, K = torch.arange(9.0).reshape(3, 3), torch.tensor([[0.0, 1.0], [2.0, 3.0]])


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """One of each, as a page that was saved in JupyterLab's dark theme."""
    figures = [
        animate_window(X, K),
        animate_pool(X, 2),
        animate_stamps(K, K),
        animate_losses({0.01: [3.0, 2.0], 0.02: [3.0, 1.0]}),
        size_ruler(8, 3),
        paint_kernel(sample_picture(24, 20), K),
    ]
    path = tmp_path / "page.html"
    parts = "".join(f"<div>{figure.html}</div>" for figure in figures)
    path.write_text(f'<!doctype html><meta charset="utf-8"><body data-jp-theme-light="false">{parts}', encoding="utf-8")
    return path


def said(page: Any, number: int) -> str:
    return str(page.locator(".cnnlab-say").nth(number).inner_text())


def test_every_figure_works_by_keyboard_without_a_kernel_or_a_network(watched_page: Watched, saved: Path) -> None:
    page = watched_page.open(saved)
    for number in range(4):
        figure, first = page.locator(".cnnlab").nth(number), said(page, number)
        figure.get_by_role("button", name="Next").focus()
        page.keyboard.press("ArrowRight")
        assert said(page, number) != first
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("ArrowLeft")
        assert said(page, number) == first
        slider = figure.get_by_role("slider")
        slider.focus()
        page.keyboard.press("ArrowRight")
        assert said(page, number) != first
        page.keyboard.press("Home")
        page.keyboard.press("Space")
        assert "Pause" in figure.locator(".cnnlab-play").inner_text()
        page.keyboard.press("Space")
        assert "Play" in figure.locator(".cnnlab-play").inner_text()
    for number, role in ((4, "slider"), (5, "spinbutton")):
        before = said(page, number)
        page.locator(".cnnlab").nth(number).get_by_role(role).nth(1).focus()
        page.keyboard.press("ArrowUp")
        assert said(page, number) != before
    assert (watched_page.happened, watched_page.errors) == ([], [])


def test_the_dark_theme_is_followed_and_less_motion_takes_play_away(watched_page: Watched, saved: Path) -> None:
    page = watched_page.open(saved)
    ground = "() => getComputedStyle(document.querySelector('.cnnlab')).backgroundColor"
    assert page.evaluate(ground) == "rgb(30, 30, 30)"
    page.evaluate("() => (document.body.dataset.jpThemeLight = 'true')")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.locator(".cnnlab-play").first.is_visible()
    page.emulate_media(reduced_motion="reduce")
    assert page.locator(".cnnlab-play:visible").count() == 0
    page.locator(".cnnlab").first.get_by_role("slider").press("Space")
    assert "2 of 4" in page.locator(".cnnlab output").first.inner_text()
