"""Makes the pictures of the README: `.venv/bin/python docs/pictures/make.py`. It needs Chromium, as the tests do."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import torch
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

import cnnlab

HERE = Path(__file__).parent
COURSE = HERE.parents[1]
LAB, NOTEBOOK, EXERCISE = "01_convolution", "convolution", "corr2d"
ANSWER = COURSE / "tests" / "answers" / EXERCISE / "wrong" / "flipped_both.py"
MARGIN = 12
MILLISECONDS = 700
LARGEST = 150_000


def feedback(browser: Browser, folder: Path) -> Path:
    """A screenshot of a feedback page on one wrong answer, from the exercise's heading to the failing window."""
    notebook = nbformat.read(COURSE / "notebooks" / LAB / f"{NOTEBOOK}.ipynb", as_version=4)
    next(cell for cell in notebook.cells if cell.id == EXERCISE).source = ANSWER.read_text(encoding="utf-8")
    submitted = folder / "submitted" / "ada" / LAB
    submitted.mkdir(parents=True)
    nbformat.write(notebook, submitted / f"{NOTEBOOK}.ipynb")
    for command in (["grade", "--submitted", folder / "submitted"], ["feedback"]):
        subprocess.run(
            [sys.executable, "-m", "autograder", *command, "--gradebook", folder / "gradebook"], cwd=COURSE, check=True
        )
    page = browser.new_page(viewport={"width": 760, "height": 1200})
    page.goto((folder / "gradebook" / "feedback" / "ada" / LAB / f"{NOTEBOOK}.html").as_uri())
    heading, window = (
        page.locator(f"section[aria-labelledby={EXERCISE}] {part}").bounding_box() for part in ("h2", "figure")
    )
    assert heading is not None and window is not None
    clip = {
        "x": window["x"] - MARGIN,
        "y": heading["y"] - MARGIN,
        "width": window["width"] + 2 * MARGIN,
        "height": window["y"] + window["height"] - heading["y"] + 2 * MARGIN,
    }
    path = HERE / "feedback.png"
    shot = Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=True)))
    shot.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(path, optimize=True)
    return path


def animation(browser: Browser, folder: Path) -> Path:
    """A GIF with all steps of a kernel that slides over a small image."""
    image = torch.tensor([[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]])
    figure = cnnlab.animate_window(image, torch.tensor([[1, -1], [1, -1]]), title="An edge, found by a 2×2 kernel")
    source = folder / "animation.html"
    source.write_text(
        f"<!doctype html><meta charset=utf-8><body style='background:#fff'>{figure.html}", encoding="utf-8"
    )
    page = browser.new_page(viewport={"width": 640, "height": 480})
    page.goto(source.as_uri())
    slider = page.locator("figure.cnnlab input[type=range]").first
    frames = []
    for step in range(int(slider.get_attribute("max") or 0) + 1):
        slider.fill(str(step))
        slider.blur()
        frames.append(Image.open(io.BytesIO(page.locator("figure.cnnlab").screenshot())))
    # The text below a figure differs in length, and all frames need one size: that of the largest.
    height = max(frame.height for frame in frames)
    sheets = [Image.new("RGB", (frame.width, height), "white") for frame in frames]
    for sheet, frame in zip(sheets, frames, strict=True):
        sheet.paste(frame)
    path = HERE / "animation.gif"
    sheets[0].save(path, save_all=True, append_images=sheets[1:], duration=MILLISECONDS, loop=0, optimize=True)
    return path


def main() -> int:
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if program is None:
        print(
            "no Chromium here: install it (Debian: `apt-get install chromium`) or name its program in CHROMIUM",
            file=sys.stderr,
        )
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        paths = [make(browser, Path(folder)) for make in (feedback, animation)]
        browser.close()
    too_large = [path for path in paths if path.stat().st_size > LARGEST]
    for path in paths:
        print(
            f"{path.relative_to(COURSE)}: {path.stat().st_size // 1000} KB{', too large' if path in too_large else ''}"
        )
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
