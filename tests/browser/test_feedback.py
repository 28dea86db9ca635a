"""Feedback pages in a real Chromium: whatever a student put into one does nothing there, and whoever reads it can."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.course.model import Lab
from autograder.course.reading import read_lab
from autograder.diagnosis.naming import Diagnosis, write_diagnoses
from autograder.exam.results import Cause
from autograder.feedback.page import Job, write_page
from autograder.gradebook.scores import Row
from cnngrading import subject
from cnngrading.figures import figure, script
from cnnlab.probing.failing import Failing
from tests.support.browser import Watched
from tests.support.injections import ANSI, ATTACHMENTS, DATA, HTML, MARKDOWN, NAMES, TEXT, forged_figures
from tests.support.notebooks import ROOT, doubling, find, make_cell, make_lab, make_notebook, released_cells
from tests.support.sampling import ALL_ANSWERS

LABS = sorted(path.name for path in (ROOT / "solutions").iterdir() if path.is_dir())
FAILING = Failing(
    "window",
    "corr2d(X, K) with <X> 3×3 & K 2×2",
    [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0]],
    [[0.0, 1.0], [2.0, 3.0]],
    None,
    "",
    (0, 0),
    (1, 1),
    [[19.0, 25.0], [37.0, 43.0]],
    [[5.0, 25.0], [37.0, None]],
    (2, 2),
    (2, 2),
    (0, 0),
)
# Labs whose pages are large, for which axe takes long; with ALL_ANSWERS=1 also the one before the last.
LARGE = LABS[-2:] if ALL_ANSWERS else LABS[-1:]
STAYING = {
    name: text for name, text in HTML.items() if name != "meta_refresh"
}  # after that one the browser is elsewhere
JUPYTERLAB = """async text => {
    const page = new DOMParser().parseFromString(text, "text/html");
    let base = page.querySelector("base");
    if (!base) {
        base = page.createElement("base");
        page.head.insertBefore(base, page.head.firstChild);
    }
    base.href = "http://hub.example.org/files/lab/feedback/lab.html";
    base.target = "_self";
    const frame = document.createElement("iframe");
    frame.sandbox = "allow-same-origin";
    frame.src = URL.createObjectURL(new Blob([page.documentElement.innerHTML], {type: "text/html"}));
    document.body.append(frame);
    await new Promise(done => frame.addEventListener("load", done));
}"""  # what its viewer of HTML does, in @jupyterlab/htmlviewer
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def live_figures(lab: str = LABS[0]) -> list[str]:
    """The moving figures in a lab's stored outputs, as students have them."""
    notebook = nbformat.read(next((ROOT / "solutions" / lab).glob("*.ipynb")), as_version=4)
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    pieces = ["".join(output.get("data", {}).get("text/html", "")) for output in outputs]
    return [piece for piece in pieces if piece.startswith('<figure class="cnnlab"')]


def evil_cells() -> list[NotebookNode]:
    """Each vector in every place that a student's notebook has for it."""
    cells = released_cells(doubling())
    for name, text in {**HTML, **MARKDOWN}.items():
        markdown = make_cell("md", f"md-{name}", text)
        markdown.attachments = ATTACHMENTS
        code = make_cell("code", f"code-{name}", text)
        code.outputs = [
            nbformat.v4.new_output("display_data", {"text/html": text}),
            nbformat.v4.new_output("display_data", {"text/markdown": text}),
            nbformat.v4.new_output("display_data", {"text/latex": text}),
            nbformat.v4.new_output("display_data", {"text/plain": text}),
            nbformat.v4.new_output("stream", text=text),
            nbformat.v4.new_output("error", ename=text, evalue=text, traceback=[text]),
            nbformat.v4.new_output("display_data", {"image/svg+xml": text}, metadata={"alt": text}),
            nbformat.v4.new_output(
                "display_data", {"image/png": text}, metadata={"image/png": {"alt": text, "width": text}}
            ),
        ]
        cells += [markdown, code, nbformat.v4.new_raw_cell(text, id=f"raw-{name}")]
    for name, text in ANSI.items():
        code = make_cell("code", f"code-{name}", "print()")
        code.outputs = [
            nbformat.v4.new_output("stream", text=text),
            nbformat.v4.new_output("stream", name="stderr", text=text),
            nbformat.v4.new_output("error", ename="x", evalue=text, traceback=[text, text]),
            nbformat.v4.new_output("execute_result", {"text/plain": text}, execution_count=1),
        ]
        cells.append(code)
    data = {
        **DATA,
        **{name: {"text/html": text} for piece in live_figures() for name, text in forged_figures(piece).items()},
    }
    for name, bundle in data.items():
        code = make_cell("code", f"data-{name}", "show()")
        code.outputs = [
            nbformat.v4.new_output(
                "display_data", bundle, metadata={kind: {"alt": "x\" onerror=\"ran('alt')"} for kind in bundle}
            )
        ]
        cells.append(code)
    for name in ("double", "in_words"):
        find(cells, name).source += "".join(f"\n{text}" for text in {**HTML, **MARKDOWN}.values())
    return cells


@pytest.fixture(scope="module")
def evil_pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A page with all vectors in the notebook, the comments and the diagnosis, and one without a notebook for each
    further name.
    """
    folder = tmp_path_factory.mktemp("evil")
    lab = make_lab(folder, doubling())
    texts = [*HTML.values(), *MARKDOWN.values(), *ANSI.values(), *TEXT.values()]
    book = make_notebook(evil_cells())
    write_diagnoses(
        book, [Diagnosis("double", "exception", "exception", "Your code stops with " + " ".join(texts), None)]
    )
    (folder / "graded.ipynb").write_text(nbformat.writes(book), encoding="utf-8")
    (folder / "bare.ipynb").write_text(nbformat.writes(make_notebook([])), encoding="utf-8")
    rows = tuple(
        Row("x", lab.id, exercise, test, 0, 2, "failed", f"{text}: {text}")
        for exercise, test, text in (
            ("double", "test_double_value", HTML["script"]),
            ("double", "test_double_kinds", f"CandidateError: {HTML['img_onerror']}"),
            ("halve", "test_halve_value", TEXT["text_title"]),
        )
    )
    causes = {
        "test_double_value": Cause("raised", HTML["script"]),
        "test_double_kinds": Cause("timed_out", HTML["img_onerror"]),
        "test_halve_value": Cause("undefined", TEXT["text_title"]),
    }
    comments = {name: "\n".join(texts) for name in ("double", "halve", "in_words")}
    pages = []
    for number, name in enumerate([*NAMES, *TEXT.values()]):
        pages.append(folder / f"{number}.html")
        graded = folder / ("bare.ipynb" if number else "graded.ipynb")
        write_page(Job(name, lab.id, rows, comments, {}, 0.0, graded, pages[-1], causes), lab, subject)
    return pages


def test_there_are_enough_vectors_and_each_has_its_own_name() -> None:
    names = [*HTML, *MARKDOWN, *ANSI, *TEXT, *DATA, *forged_figures(live_figures()[0])]
    assert len(names) == len(set(names)) >= 100


def test_no_vector_does_anything_on_a_page(evil_pages: list[Path], watched_page: Watched) -> None:
    for path in evil_pages:
        watched_page.open(path)
        watched_page.provoke()
        assert watched_page.happened == []
        assert watched_page.scripts == [script()]
        assert watched_page.page.url.partition("#")[0] == path.as_uri()


def test_the_sanitiser_alone_holds_every_vector(evil_pages: list[Path], watched_page: Watched, tmp_path: Path) -> None:
    """The same without the Content-Security-Policy; with it nothing was refused either, since nothing asked."""
    path = tmp_path / "page.html"
    source = evil_pages[0].read_text(encoding="utf-8")
    path.write_text(POLICY.sub("", source), encoding="utf-8")
    assert 'Content-Security-Policy"' not in path.read_text(encoding="utf-8")[:500]
    watched_page.open(path)
    watched_page.provoke()
    assert watched_page.happened == []
    assert watched_page.scripts == [script()]
    watched_page.open(evil_pages[0])
    assert watched_page.errors == []


def test_the_policy_alone_lets_no_script_run(evil_pages: list[Path], watched_page: Watched, tmp_path: Path) -> None:
    policy = POLICY.search(evil_pages[0].read_text(encoding="utf-8"))
    assert policy is not None
    for name, text in STAYING.items():
        (tmp_path / f"{name}.html").write_text(
            f"<!DOCTYPE html><html><head>{policy[0]}</head><body>{text}</body></html>", encoding="utf-8"
        )
        watched_page.open(tmp_path / f"{name}.html")
        watched_page.provoke()
        assert watched_page.ran == [], name
        assert watched_page.dialogs == [], name


def test_without_both_walls_the_vectors_do_bite(watched_page: Watched, tmp_path: Path) -> None:
    """And the watch sees it: scripts that run, dialogs, requests."""
    for name, text in [*STAYING.items(), ("meta_refresh", HTML["meta_refresh"])]:
        (tmp_path / f"{name}.html").write_text(f"<!DOCTYPE html><html><body>{text}</body></html>", encoding="utf-8")
        watched_page.open(tmp_path / f"{name}.html")
        watched_page.provoke()
    assert len(set(watched_page.ran)) >= 20
    assert len(set(watched_page.requests)) >= 10
    assert watched_page.dialogs
    assert any("refresh" in request for request in watched_page.requests)


def test_text_that_asks_to_be_markup_is_shown_as_it_is(evil_pages: list[Path], watched_page: Watched) -> None:
    page = watched_page.open(evil_pages[0])
    assert page.locator(".sum").inner_text().startswith(f"{NAMES[0]}: ")
    assert TEXT["text_markup"] in page.locator(".comment").first.inner_text()
    assert page.title().endswith(NAMES[0])


def test_nothing_of_a_students_covers_the_page_or_takes_its_names(
    evil_pages: list[Path], watched_page: Watched
) -> None:
    page = watched_page.open(evil_pages[0])
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))
    assert not {"f", "x", "kinds", "document"} & set(ids)
    assert page.evaluate(
        "() => [...document.querySelectorAll('.notebook *')].every((e) => getComputedStyle(e).position === 'static')"
    )
    assert page.locator("[name]:not(meta)").count() == 0


# The figures that move


def lesson(lab_id: str, failed: bool) -> tuple[Lab, NotebookNode, tuple[Row, ...]]:
    """A lab of the course as it would be graded: the solution's notebook, and rows of which all or none failed."""
    lab = read_lab(ROOT / "solutions" / lab_id)
    graded = nbformat.read(lab.path, as_version=4)
    rows = [
        Row(
            "ada",
            lab.id,
            exercise.name,
            cell.name,
            0.0,
            cell.points,
            "failed",
            "CheckError: x",
        )
        if failed
        else Row("ada", lab.id, exercise.name, cell.name, cell.points, cell.points, "passed", "")
        for exercise in lab.exercises
        for cell in (exercise.tests or (exercise.cell,))
    ]
    return lab, graded, tuple(rows)


def write_lesson(folder: Path, lab_id: str, failed: bool) -> Path:
    """Its page, with a named mistake in each exercise."""
    lab, graded, rows = lesson(lab_id, failed)
    said = "Your function flips the kernel in both directions before it multiplies."
    write_diagnoses(
        graded,
        [
            Diagnosis(exercise.name, "misconception", "x", said, asdict(FAILING))
            for exercise in lab.exercises
            if exercise.tests
        ],
    )
    (folder / "graded.ipynb").write_text(nbformat.writes(graded), encoding="utf-8")
    path = folder / f"{lab_id}-{'failed' if failed else 'passed'}.html"
    comments = {exercise.name: "Well said." for exercise in lab.exercises if not exercise.tests}
    write_page(Job("ada", lab.id, rows, comments, {}, 0.0, folder / "graded.ipynb", path), lab, subject)
    return path


@pytest.fixture(scope="module")
def lesson_page(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The page of a lab where all or nothing failed, made when it is first asked for. Tests only look at it."""
    folder = tmp_path_factory.mktemp("lessons")
    pages: dict[tuple[str, bool], Path] = {}

    def page(lab_id: str, failed: bool = True) -> Path:
        if (lab_id, failed) not in pages:
            pages[lab_id, failed] = write_lesson(folder, lab_id, failed)
        return pages[lab_id, failed]

    return page


@pytest.mark.parametrize("lab", LABS)
def test_the_labs_own_figures_stay_alive(watched_page: Watched, lesson_page: Callable[..., Path], lab: str) -> None:
    page = watched_page.open(lesson_page(lab))
    count = page.locator("figure.cnnlab").count()
    assert count == len(live_figures(lab)) > 0
    assert page.locator("figure.cnnlab .cnnlab-controls :is(button, input)").count() >= count
    stepping = page.locator("figure.cnnlab:has(button:text('Next ›'))")
    if stepping.count():
        before = stepping.first.locator(".cnnlab-say").inner_text()
        stepping.first.get_by_role("button", name="Next ›").click()
        assert stepping.first.locator(".cnnlab-say").inner_text() != before
    assert watched_page.errors == []
    assert watched_page.happened == []


@pytest.mark.parametrize("lab", LABS)
def test_a_figure_says_the_same_as_in_the_notebook(lab: str) -> None:
    for piece in live_figures(lab):
        made = figure(piece)
        data = re.compile(r'<script type="application/json">(.*?)</script>', re.DOTALL)
        assert json.loads(data.findall(made)[0]) == json.loads(data.findall(piece)[0])
        assert "<script>" not in made and "<style" not in made


def test_a_forged_figure_is_no_figure_or_a_harmless_one() -> None:
    for piece in live_figures():
        for name, forged in forged_figures(piece).items():
            made = figure(forged)
            assert "evil.example" not in made and "onload" not in made and "onerror" not in made, name
        assert figure(forged_figures(piece)["figure_data"]) == ""
        assert figure(forged_figures(piece)["figure_nan"]) == ""
        assert figure(forged_figures(piece)["figure_before"]) == ""
        assert figure(forged_figures(piece)["figure_script"])


def test_the_window_that_fails_is_drawn(watched_page: Watched, lesson_page: Callable[..., Path]) -> None:
    page = watched_page.open(lesson_page(LABS[0]))
    figure = page.locator("figure.cnnlab-failing").first
    assert "corr2d(X, K) with <X> 3×3 & K 2×2" in figure.inner_text()
    assert "0·0 + 1·1 + 3·2 + 4·3 = 19" in figure.inner_text()
    image = figure.locator("img")
    assert image.evaluate("(image) => image.complete && image.naturalWidth") > 100
    assert "19" in image.get_attribute("alt")


# Who reads it


@pytest.mark.parametrize(
    ("lab", "failed", "width"),
    [(LABS[0], True, 1280), *((lab, True, 360) for lab in LARGE), *([(LABS[0], False, 360)] if ALL_ANSWERS else [])],
)
def test_axe_finds_nothing_serious(
    watched_page: Watched,
    lesson_page: Callable[..., Path],
    record_property: Callable[[str, object], None],
    lab: str,
    failed: bool,
    width: int,
) -> None:
    """On the pages of two labs, and of a third with ALL_ANSWERS=1."""
    from axe_playwright_python.sync_playwright import Axe

    record_property("figure", f"axe: feedback pages of {1 + len(LARGE)} of 3 labs (all with ALL_ANSWERS=1)")
    page = watched_page.open(lesson_page(lab, failed))
    page.set_viewport_size({"width": width, "height": 800})
    found = Axe().run(page).response["violations"]
    assert [
        (one["id"], one["impact"], one["nodes"][0]["html"][:200])
        for one in found
        if one["impact"] in ("serious", "critical")
    ] == []


def test_axe_would_find_what_is_wrong(watched_page: Watched, lesson_page: Callable[..., Path], tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    source = (
        lesson_page(LABS[0], failed=False)
        .read_text(encoding="utf-8")
        .replace('<html lang="en">', "<html>")
        .replace("color: #4a4a4a", "color: #cacaca")
    )
    path = tmp_path / "page.html"
    path.write_text(source, encoding="utf-8")
    found = {one["id"] for one in Axe().run(watched_page.open(path)).response["violations"]}
    assert {"html-has-lang", "color-contrast"} <= found


@pytest.mark.parametrize("lab", LABS)
def test_nothing_is_wider_than_a_phone(watched_page: Watched, lesson_page: Callable[..., Path], lab: str) -> None:
    page = watched_page.open(lesson_page(lab))
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_headings_run_in_order_and_landmarks_hold_everything(
    watched_page: Watched, lesson_page: Callable[..., Path]
) -> None:
    page = watched_page.open(lesson_page(LABS[0]))
    levels = page.evaluate(
        "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.evaluate("() => [...document.body.children].map((element) => element.tagName)") == [
        "A",
        "HEADER",
        "MAIN",
        "SCRIPT",
    ]


def test_in_print_the_controls_are_gone_and_the_text_is_there(
    watched_page: Watched, lesson_page: Callable[..., Path]
) -> None:
    page = watched_page.open(lesson_page(LABS[0]))
    page.emulate_media(media="print")
    assert not page.locator(".cnnlab-controls").first.is_visible()
    assert page.locator(".said").first.is_visible()


def test_the_page_works_without_its_script(
    watched_page: Watched, chromium: Any, lesson_page: Callable[..., Path]
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(lesson_page(LABS[0]).as_uri())
    assert page.locator("figure.cnnlab img").first.is_visible()
    context.close()


def test_links_within_the_page_work_in_jupyterlabs_viewer(chromium: Any, lesson_page: Callable[..., Path]) -> None:
    """A hub forbids frames, so that a link out of the page leaves a blank panel."""
    context = chromium.new_context()
    page = context.new_page()
    page.route("http://hub.example.org/**", lambda route: route.fulfill(body="<title>JupyterLab</title>"))
    page.goto("http://hub.example.org/")
    page.evaluate(JUPYTERLAB, lesson_page(LABS[0]).read_text(encoding="utf-8"))
    shown = page.frames[1]
    address = shown.url
    with page.expect_event("framenavigated"):
        shown.click("a[href='#corr2d'] >> nth=0")
    assert shown.url == f"{address}#corr2d"
    context.close()
