"""The reports in a real Chromium: whatever students chose to call themselves or to write does nothing, and everybody
can read the page.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from autograder.diagnosis.naming import Diagnosis
from autograder.gradebook.paths import AUTOGRADED, RECORDS
from autograder.gradebook.score_table import write_scores
from autograder.gradebook.scores import Row, needs_human
from autograder.report import write_reports
from tests.support import injections
from tests.support.browser import Watched
from tests.support.notebooks import DOUBLING, TRIPLING, GradedClass, graded_class

OURS = re.compile(r"#[a-z]+(-\d+)?|\.\./feedback/[\w%.~/-]+/doubling\.html(#[\w%.~-]+)?|(\d\d_[a-z]+|course)\.html")
TEXTS = [*injections.HTML.values(), *injections.TEXT.values(), *injections.ANSI.values(), *injections.MARKDOWN.values()]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports on a class in which every text that is not ours is a vector: names, reasons, repairs, diagnoses, deaths,
    answers.
    """
    graded: GradedClass = graded_class(tmp_path_factory)
    gradebook = graded.copy(tmp_path_factory.mktemp("hostile"))
    rows = []
    for number, text in enumerate(TEXTS):
        name = (
            injections.NAMES[number]
            if number < len(injections.NAMES)
            else f"{number} {text}".replace("/", "|").replace("\x00", "")[:60]
        )
        clean = text.replace("\x00", "\ufffd").replace("\r", " ")
        rows.append(Row(clean, TRIPLING, "triple", "test_triple_value", 1, 2, "failed", f"ShortcutError: {clean}"))
        rows.append(Row(name, DOUBLING, "double", "test_double_value", None, 2, "unknown", clean))
        rows.append(Row(name, DOUBLING, "double", "test_double_kinds", 0, 2, "failed", f"{clean}: {clean}"))
        rows.append(needs_human(f"{number} {clean}", TRIPLING, clean))
        page = gradebook / "feedback" / name / DOUBLING / "doubling.html"
        page.parent.mkdir(parents=True)
        page.write_text("<title>page</title>")
        diagnosis = Diagnosis("double", "misconception", f"hardcoded_{text}", text, also=(text,))
        death = {
            "output_type": "error",
            "ename": "CellEnded",
            "evalue": f"your code ended the process {text}",
            "traceback": [],
        }
        notebook = {
            "cells": [{"cell_type": "code", "id": text, "metadata": {}, "source": text, "outputs": [death]}],
            "metadata": {"convolutions": {"diagnosis": {"double": asdict(diagnosis)}}},
        }
        graded_notebook = gradebook / AUTOGRADED / name / DOUBLING / "doubling.ipynb"
        graded_notebook.parent.mkdir(parents=True)
        graded_notebook.write_text(json.dumps(notebook))
        record = {
            "key": "",
            "rows": [],
            "repairs": [text, f"the test cell {text} had been changed: ours counts"],
            "cost": None,
        }
        (gradebook / RECORDS / name).mkdir(parents=True)
        (gradebook / RECORDS / name / f"{DOUBLING}.json").write_text(json.dumps(record))
    write_scores(gradebook, [replace(row, student=row.student.replace("\n", " ")) for row in rows])
    write_reports(graded.course, gradebook)
    return gradebook / "reports"


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graded = graded_class(tmp_path_factory)
    gradebook = graded.copy(tmp_path_factory.mktemp("honest"))
    write_reports(graded.course, gradebook)
    return gradebook / "reports"


@pytest.mark.parametrize("name", [DOUBLING, TRIPLING, "course"])
def test_nothing_that_students_write_does_anything(hostile: Path, watched_page: Watched, name: str) -> None:
    page = watched_page.open(hostile / f"{name}.html")
    assert page.locator("h1").count() == 1
    # Links of ours lead to a section, a student's page or another report, and nowhere else; with that seen, they need
    # not be pressed.
    addresses = page.eval_on_selector_all("[href]", "all => all.map((one) => one.getAttribute('href'))")
    assert [address for address in addresses if not OURS.fullmatch(address)] == []
    page.eval_on_selector_all("a[href]", "all => all.forEach((one) => one.removeAttribute('href'))")
    watched_page.provoke()
    assert watched_page.happened == []
    assert watched_page.scripts == []
    assert watched_page.errors == []
    assert (
        page.evaluate(
            "document.querySelectorAll('script, img, iframe, form, object, link, base, [onerror], "
            "[onload], [style]').length"
        )
        == 0
    )


def test_a_vector_is_on_the_page_as_text(hostile: Path, watched_page: Watched) -> None:
    page = watched_page.open(hostile / f"{DOUBLING}.html")
    shown = page.evaluate("document.body.textContent")
    for name in ("script", "img_onerror", "svg_onload", "close_all"):
        assert injections.HTML[name] in shown


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
@pytest.mark.parametrize("name", [DOUBLING, "course"])
def test_axe_finds_nothing_serious(honest: Path, watched_page: Watched, name: str, scheme: str, width: int) -> None:
    page = watched_page.open(honest / f"{name}.html")
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert serious(page) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_not_wider_than_the_screen(honest: Path, hostile: Path, watched_page: Watched, width: int) -> None:
    for folder in (honest, hostile):
        for name in (DOUBLING, "course"):
            page = watched_page.open(folder / f"{name}.html")
            page.set_viewport_size({"width": width, "height": 844})
            page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def serious(page: Any) -> list[str]:
    """What axe finds that keeps people from using the page."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")
    ]
