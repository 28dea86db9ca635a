"""The course's site: whole, alive, and by itself. It is built once, with one lab's exploration cells run; `make site`
runs all.
"""

from __future__ import annotations

import html
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course.regions import REGIONS, within, without
from autograder.release.students_zip import zip_name
from tests.corpus.matrix import ROOT
from tests.support.browser import Watched
from tests.support.course import our_labs
from website.__main__ import build
from website.links import broken, external, links_of
from website.sources import SiteError, lab_page, repository_of, run_explorations, write_sources

NAME = zip_name(ROOT)
RUN = "05_transposed_convolution"
LABS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PHONE = {"width": 390, "height": 844}
OPEN_ALL = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site. What the students' zip holds is a matter of `test_bundle`; here anything stands for it."""
    folder = tmp_path_factory.mktemp("site")
    zipped = folder / f"{NAME}.zip"
    zipped.write_bytes(b"the students' zip")
    build(ROOT, folder / "site", zipped, {RUN})
    return folder / "site"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one lab, as far as a site needs it; its notebook can be written anew."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "student.md").write_text("# Steps\n\nUnpack.\n", encoding="utf-8")
    (tmp_path / "README.md").write_text(
        "# A course\n\n```sh\nmake\n```\n\n## The labs\n\n| lab | points |\n|---|---|\n| 1 · Sums | 3 "
        "|\n\n## How it is put together\n",
        encoding="utf-8",
    )
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "course"\n', encoding="utf-8")
    (tmp_path / f"{NAME}.zip").write_bytes(b"the students' zip")
    _write(tmp_path, [])
    return tmp_path


def _write(course: Path, cells: list[NotebookNode]) -> Path:
    path = course / "notebooks" / "01_sums" / "sums.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Lab 1 · Sums", id="title"), *cells]), path)
    return path


def _site_of(course: Path) -> Path:
    build(course, course / "site", course / f"{NAME}.zip", {"01_sums"})
    return course / "site"


def _texts(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".html", ".js", ".ipynb", ".txt", ".inv"):
            text = path.read_text(encoding="utf-8", errors="replace")
            yield path, "".join(html.unescape(re.sub(r"<[^<>]*>", "", text)).split())


def _secrets() -> list[str]:
    """The lines of the solutions, hidden tests and marking schemes that students do not get to see anywhere, without
    their spaces.
    """
    labs = our_labs()
    shown = ["".join(without(cell.source, *REGIONS).split()) for lab in labs for cell in lab.cells]
    public = [*LABS, *(path for path in (ROOT / "cnnlab").rglob("*") if path.suffix in (".py", ".js"))]
    in_view = "\n".join([*shown, *("".join(path.read_text(encoding="utf-8").split()) for path in public)])
    lines = {
        "".join(line.split())
        for lab in labs
        for cell in lab.cells
        for line in within(cell.source, *REGIONS).split("\n")
    }
    return sorted(line for line in lines if len(line) >= 20 and line not in in_view)


def test_nothing_of_the_solutions_is_in_the_site(site: Path) -> None:
    secrets = _secrets()
    assert len(secrets) > 200
    assert not [(path.name, line) for path, text in _texts(site) for line in secrets if line in text]


def test_a_line_of_the_solutions_would_be_seen(course: Path) -> None:
    secret = next(cell for lab in our_labs() for cell in lab.cells if cell.name == "corr2d").source
    _write(course, [new_code_cell(secret, id="corr2d", metadata={"nbgrader": {"solution": True}})])
    texts = list(_texts(_site_of(course)))
    assert any(line in text for _, text in texts for line in _secrets())


def test_every_link_inside_the_site_leads_somewhere(site: Path, record_property: Any) -> None:
    assert broken(site) == ()
    record_property(
        "figure",
        f"site: {len(list(site.rglob('*.html')))} pages; to other sites, not fetched: {', '.join(external(site))}",
    )


def test_the_readmes_pictures_are_on_the_first_page(site: Path) -> None:
    named = re.findall(r"!\[[^]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    shown = {Path(link.address).name for link in links_of(site) if link.page == site / "index.html" and link.loaded}
    assert len(named) == 2
    assert {Path(name).name for name in named} <= shown


@pytest.mark.parametrize(
    ("piece", "why"),
    [
        ('<a href="gone.html">', "no such file"),
        ('<a href="../outside.html">', "no such file"),
        ('<a href="other.html#gone">', "no such anchor"),
        ('<a href="#gone">', "no such anchor"),
        ('<img src="gone.png">', "no such file"),
        ('<script src="https://cdn.example/x.js"></script>', "from another site"),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', "from another site"),
        ("<p style=\"background: url('https://cdn.example/x.png')\">", "from another site"),
    ],
)
def test_the_link_checker_refuses(tmp_path: Path, piece: str, why: str) -> None:
    (tmp_path / "outside.html").write_text("<p>", encoding="utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "other.html").write_text('<p id="there">', encoding="utf-8")
    (tmp_path / "site" / "index.html").write_text(piece, encoding="utf-8")
    (found,) = broken(tmp_path / "site")
    assert why in found
    assert found.startswith("index.html: ")


def test_the_link_checker_accepts_what_is_there(tmp_path: Path) -> None:
    pieces = (
        '<a href="other.html#there"><a href="https://example.org/x"><a href="?q=1"><img '
        'src="data:,x"><a name="here"><a href="#here">'
    )
    (tmp_path / "other.html").write_text('<p id="there">', encoding="utf-8")
    (tmp_path / "index.html").write_text(pieces, encoding="utf-8")
    assert broken(tmp_path) == ()
    assert external(tmp_path) == ("https://example.org/x",)


def test_each_lab_has_a_page_its_notebook_and_the_zip(site: Path) -> None:
    front = (site / "index.html").read_text(encoding="utf-8")
    for path in LABS:
        page = (site / "labs" / f"{path.parent.name}.html").read_text(encoding="utf-8")
        (notebook,) = re.findall(r'href="\.\./(_downloads/[^"]+\.ipynb)"', page)
        assert (site / notebook).read_bytes() == path.read_bytes()
        assert len(re.findall(rf'href="\.\./_downloads/[^"]+/{NAME}\.zip"', page)) == 1
        assert re.search(rf'<td><p><a class="[^"]*" href="labs/{path.parent.name}\.html">', front)


def test_the_front_and_the_five_steps_come_from_the_docs(site: Path) -> None:
    front, steps = ((site / name).read_text(encoding="utf-8") for name in ("index.html", "install.html"))
    assert "nothing, and a check that" in front
    assert "make demo" not in front
    assert "How it is put together" not in front
    assert "requirements.txt" in steps


def test_formulas_are_mathml(site: Path) -> None:
    for path in LABS:
        page = (site / "labs" / f"{path.parent.name}.html").read_text(encoding="utf-8")
        source = "\n".join(
            cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"
        )
        assert page.count("<math") == len(re.findall(r"\$\$.+?\$\$|(?<![\\$])\$[^$\n]+\$", source, flags=re.DOTALL))
        assert not re.search("<script[^>]*mathjax", page, flags=re.IGNORECASE)


def test_a_formula_that_cannot_be_drawn_ends_the_build(course: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _write(course, [new_markdown_cell(r"A formula: $a \nosuchcommand b$", id="formula")])
    with pytest.raises(SiteError, match="warnings"):
        _site_of(course)
    assert "nosuchcommand" in capfd.readouterr().err


def test_stubs_and_checks_are_not_run_and_the_install_cell_is_left_out(course: Path) -> None:
    stops = "raise SystemExit('this ran')"
    path = _write(
        course,
        [
            new_code_cell("print('installing')", id="install", metadata={"tags": ["explore", "install"]}),
            new_code_cell("import math", id="setup", metadata={"nbgrader": {"locked": True}}),
            new_code_cell(stops, id="add", metadata={"nbgrader": {"solution": True}}),
            new_code_cell(stops, id="test_add_zero", metadata={"nbgrader": {"grade": True, "locked": True}}),
            new_code_cell("print(math.floor(2.5))", id="look", metadata={"tags": ["explore"]}),
        ],
    )
    notebook = nbformat.read(path, as_version=4)
    run_explorations(notebook, path)
    page = lab_page(notebook, path, f"{NAME}.zip", "")
    assert [cell.id for cell in page.cells] == ["title", "ways_in", "setup", "add", "test_add_zero", "look"]
    assert [bool(cell.get("outputs")) for cell in page.cells] == [False] * 5 + [True]
    assert page.cells[4].metadata["mystnb"]["code_prompt_show"] == "Check · zero"


def test_an_exploration_cell_that_fails_ends_the_build(course: Path) -> None:
    path = _write(course, [new_code_cell("1 / 0", id="look", metadata={"tags": ["explore"]})])
    with pytest.raises(SiteError, match=r"sums\.ipynb(?s:.*)ZeroDivisionError"):
        run_explorations(nbformat.read(path, as_version=4), path)


def test_a_widget_is_shown_as_its_figure(course: Path) -> None:
    path = _write(course, [new_code_cell("slide()", id="look", metadata={"tags": ["explore"]})])
    notebook = nbformat.read(path, as_version=4)
    data = {
        "application/vnd.jupyter.widget-view+json": {"model_id": "x"},
        "text/html": "<p>still</p>",
        "text/plain": "still",
    }
    notebook.cells[1].outputs = [nbformat.v4.new_output("execute_result", data, execution_count=1)]
    assert lab_page(notebook, path, f"{NAME}.zip", "").cells[2].outputs[0].data == {"text/html": "<p>still</p>"}


def test_without_notebooks_or_the_zip_the_cure_is_named(course: Path, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="make release"):
        write_sources(course, tmp_path / "source", course / "gone.zip")
    (course / "notebooks" / "01_sums" / "sums.ipynb").unlink()
    with pytest.raises(SiteError, match="make release"):
        write_sources(course, tmp_path / "source", course / f"{NAME}.zip")


def test_colab_and_binder_are_offered_once_there_is_a_repository(course: Path) -> None:
    project = course / "pyproject.toml"
    path = _write(course, [])
    assert repository_of(course) == ""
    ways = lab_page(nbformat.read(path, as_version=4), path, f"{NAME}.zip", "").cells[1].source
    assert "http" not in ways
    project.write_text(
        '[project]\nname = "course"\nurls.Repository = "https://github.com/someone/course.git"\n', encoding="utf-8"
    )
    ways = lab_page(nbformat.read(path, as_version=4), path, f"{NAME}.zip", repository_of(course)).cells[1].source
    assert "(https://colab.research.google.com/github/someone/course/blob/main/notebooks/01_sums/sums.ipynb)" in ways
    assert (
        "(https://mybinder.org/v2/gh/someone/course/main?urlpath=lab%2Ftree%2Fnotebooks%2F01_sums%2Fsums.ipynb)" in ways
    )
    project.write_text('[project]\nname = "course"\nurls.Repository = "https://example.org/course"\n', encoding="utf-8")
    with pytest.raises(SiteError, match=r"https://example\.org/course"):
        repository_of(course)


def test_pages_ask_for_nothing_say_no_error_and_are_no_wider_than_a_phone(site: Path, watched_page: Watched) -> None:
    widths = {}
    for path in sorted(site.rglob("*.html")):
        page = watched_page.open(path)
        page.set_viewport_size(PHONE)
        page.evaluate(OPEN_ALL)
        widths[path.name] = page.evaluate("document.documentElement.scrollWidth")
    assert {name: width for name, width in widths.items() if width > PHONE["width"]} == {}
    assert watched_page.requests == []
    assert watched_page.errors == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
@pytest.mark.parametrize("name", ["index", f"labs/{RUN}"])
def test_axe_finds_nothing_serious(site: Path, watched_page: Watched, name: str, scheme: str, width: int) -> None:
    page = watched_page.open(site / f"{name}.html")
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.evaluate(OPEN_ALL)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []


def test_animations_play_step_and_scrub(site: Path, watched_page: Watched) -> None:
    page = watched_page.open(site / "labs" / f"{RUN}.html")
    figure = page.locator("figure.cnnlab").first
    says, slider = figure.locator(".cnnlab-say"), figure.get_by_role("slider")
    at_first = says.inner_text()
    figure.get_by_role("button", name="Next").click()
    assert says.inner_text() != at_first
    assert slider.input_value() == "2"
    slider.fill("4")
    at_fourth = says.inner_text()
    figure.get_by_role("button", name="Back").click()
    assert slider.input_value() == "3"
    assert at_fourth not in (at_first, says.inner_text())
    play = figure.get_by_role("button", name="Play")
    play.click()
    figure.get_by_role("button", name="Pause").wait_for()
    page.wait_for_function("input => input.value === '4'", arg=slider.element_handle())


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(30, 30, 30)")])
def test_animations_have_the_theme_that_the_system_asks_for(
    site: Path, watched_page: Watched, scheme: str, paper: str
) -> None:
    page = watched_page.open(site / "labs" / f"{RUN}.html")
    page.emulate_media(color_scheme=scheme)
    figure = page.locator("figure.cnnlab").first
    assert figure.evaluate("(figure) => getComputedStyle(figure).backgroundColor") == paper


def test_every_figure_that_moves_is_alive(site: Path, watched_page: Watched) -> None:
    page = watched_page.open(site / "labs" / f"{RUN}.html")
    figures = page.locator("figure.cnnlab")
    source = next(path for path in LABS if path.parent.name == RUN).read_text(encoding="utf-8")
    assert figures.count() == len(re.findall(r'^ *"(?:animate_stamps|size_ruler)\(', source, flags=re.MULTILINE)) > 3
    assert all(figures.nth(number).locator(".cnnlab-controls input").count() for number in range(figures.count()))


def test_search_finds_transposed_without_a_server(site: Path, watched_page: Watched) -> None:
    page = watched_page.open(site / "index.html")
    page.get_by_placeholder("Search").first.fill("transposed")
    page.keyboard.press("Enter")
    found = page.locator("#search-results li a").first
    found.wait_for()
    assert "Transposed convolution" in found.inner_text()
    found.click()
    page.wait_for_url(f"**/{RUN}.html*")
    assert watched_page.requests == []
    assert watched_page.errors == []


def _install_cell(path: Path) -> str:
    return next(str(cell.source) for cell in nbformat.read(path, as_version=4).cells if cell.get("id") == "install")


def test_all_labs_install_what_is_missing_in_the_same_way() -> None:
    first, *others = map(_install_cell, LABS)
    assert all(other == first for other in others)
    address = PROJECT.get("urls", {}).get("Repository", "")
    assert f'repository = "{address}"' in first, (
        "the first cell of each lab and pyproject.toml name different repositories"
    )


def test_binder_installs_what_conda_cannot() -> None:
    script = ROOT / "postBuild"
    (pinned,) = (text for text in PROJECT["dependencies"] if text.startswith("d2l"))
    assert f"pip install --no-deps {pinned} ." in script.read_text(encoding="utf-8")
    assert f"--no-deps {pinned}" in (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert f'"{pinned}"' in _install_cell(LABS[0])
    assert script.stat().st_mode & 0o111


INSTALL = """
import importlib.util, subprocess, sys
here = set(sys.argv[2].split(","))
importlib.util.find_spec = lambda name, package=None: name in here or None
subprocess.run = lambda command, check: print(*command[3:])
exec(sys.argv[1].replace('repository = ""', f'repository = "{sys.argv[3]}"'))
"""
GIVEN = "torch,torchvision,matplotlib,mlxtend,pandas,requests,scipy,skimage"


def _installs(folder: Path, here: str, repository: str = "") -> subprocess.CompletedProcess[str]:
    """What the cell would run, started in `folder` on a machine with the packages `here`."""
    command = [sys.executable, "-c", INSTALL, _install_cell(LABS[0]), here, repository]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_where_the_course_is_installed_nothing_is_installed(tmp_path: Path) -> None:
    done = _installs(tmp_path, f"{GIVEN},cnnlab,d2l")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("place", [".", "..", "../.."])
def test_the_wheel_of_the_students_zip_is_installed(tmp_path: Path, place: str) -> None:
    notebooks = tmp_path / "course" / "notebooks" / "01_convolution"
    notebooks.mkdir(parents=True)
    wheel = (notebooks / place).resolve() / "cnnlab-0.1.0-py3-none-any.whl"
    wheel.touch()
    done = _installs(notebooks, GIVEN, "https://github.com/someone/course")
    assert done.stdout == f"install --quiet --no-deps d2l==1.0.3 {wheel}\n"


def test_without_the_wheel_the_repository_is_installed(tmp_path: Path) -> None:
    done = _installs(tmp_path, "torch,torchvision,matplotlib", "https://github.com/someone/course")
    assert done.stdout.splitlines() == [
        "install --quiet pandas requests scipy mlxtend scikit-image",
        "install --quiet --no-deps d2l==1.0.3 git+https://github.com/someone/course",
    ]


def test_with_nothing_to_install_from_the_cure_is_named(tmp_path: Path) -> None:
    done = _installs(tmp_path, GIVEN)
    assert done.returncode == 1
    assert "put the .whl file of the students' zip beside this notebook" in done.stderr
