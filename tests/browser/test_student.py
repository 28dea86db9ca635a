"""A student's hour in JupyterLab: run all, write an answer, check it, validate, save, and hand in what JupyterLab
saved.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.cli import main
from autograder.gradebook.scores import read_scores
from tests.support.notebooks import ROOT
from tests.support.servers import Tab, jupyter, tab

LAB = "01_convolution"
NOTEBOOK = "convolution.ipynb"
CHECKS = [f"test_corr2d_{concept}" for concept in ("orientation", "rectangular", "dtype", "purity", "errors")]
UNFINISHED = "NotImplementedError: not written yet: replace this line with your code"
WRONG = """corr2d(<3×3 tensor>, <2×2 tensor>) has the right shape (2, 2), but all 4 values are wrong.
The first wrong one is at [0, 0]: expected 19, got 5.
  window X[0:2, 0:2] = [[0, 1], [3, 4]]
  kernel             = [[0, 1], [2, 3]]
  products           = [[0, 1], [6, 12]]
  their sum          = 19"""
ERROR = '[data-mime-type="application/vnd.jupyter.stderr"]'
# Each of the cells with these numbers has run since the execution count was `latest`.
RAN = """([numbers, latest]) => {
  const cells = document.querySelectorAll(".jp-Notebook .jp-Cell");
  return numbers.every((number) => {
    const count = /\\[(\\d+)\\]/.exec(cells[number].querySelector(".jp-InputPrompt").textContent);
    return count !== null && Number(count[1]) > latest;
  });
}"""


def answer(name: str) -> str:
    """An answer to corr2d from the corpus, without the lines about it."""
    lines = (ROOT / "tests/answers/corr2d" / name).read_text(encoding="utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith("# ")).strip()


class Lab:
    """Lab 1 in a tab of JupyterLab; its cells go by their ids."""

    def __init__(self, opened: Tab, address: str, file: Path) -> None:
        cells = nbformat.read(file, as_version=4).cells
        self.page = opened.page
        self.ids = [cell.id for cell in cells]
        folded = {
            cell.id for cell in cells if cell.metadata.get("jupyter", {}).get("source_hidden")
        }  # these show no count
        self.code = [cell.id for cell in cells if cell.cell_type == "code" and cell.id not in folded]
        self.tests = [name for name in self.code if name.startswith("test_")]
        self.page.goto(address.replace("?", f"/tree/{LAB}/{NOTEBOOK}?"))
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()

    def cell(self, name: str) -> Any:
        return self.page.locator(".jp-Notebook .jp-Cell").nth(self.ids.index(name))

    def errors(self, names: Sequence[str]) -> list[str]:
        """The error that each of these cells shows; "" for none."""
        return ["\n".join(self.cell(name).locator(ERROR).all_inner_texts()) for name in names]

    def count(self, names: Sequence[str]) -> int:
        """The latest execution count of these cells."""
        prompts = [self.cell(name).locator(".jp-InputPrompt").text_content() for name in names]
        return max((int(found[1]) for prompt in prompts if (found := re.search(r"\[(\d+)\]", prompt))), default=0)

    def wait(self, names: Sequence[str], latest: int) -> None:
        self.page.wait_for_function(RAN, arg=[[self.ids.index(name) for name in names], latest])

    def run_all(self) -> None:
        """Press the button, and say yes."""
        self.page.locator('jp-button[data-command="notebook:restart-run-all"]').click()
        self.page.get_by_role("button", name="Confirm Kernel Restart").click()
        self.wait(self.code, 0)

    def write(self, name: str, source: str) -> None:
        """Replace what stands in the cell, as with the keyboard."""
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(source)

    def run(self, names: Sequence[str]) -> None:
        """Run cells that follow each other, with Shift+Enter."""
        latest = self.count(self.code)
        self.cell(names[0]).locator(".cm-content").click()
        for _ in names:
            self.page.keyboard.press("Shift+Enter")
        self.wait(names, latest)

    def add_below(self, name: str, new: str, source: str) -> None:
        """A cell of the student's own."""
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("b")
        for listed in (self.ids, self.code):
            listed.insert(listed.index(name) + 1, new)
        self.write(new, source)

    def validate(self) -> str:
        """Press Validate; gives what it says."""
        self.page.get_by_role("button", name="Validate").first.click()
        dialog = self.page.locator(".jp-Dialog", has_text="Validation Results")
        dialog.wait_for()
        said = str(dialog.locator("#validation-message").inner_text())
        dialog.get_by_role("button", name="Ok").click()
        return said

    def save(self) -> None:
        self.page.keyboard.press("ControlOrMeta+S")
        self.page.locator(".lm-TabBar-tab.jp-mod-current.jp-mod-dirty").wait_for(state="detached")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the released notebooks."""
    folder = tmp_path_factory.mktemp("student")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return folder


@pytest.fixture(scope="module")
def address(chromium: Any, folder: Path) -> Iterator[str]:
    with jupyter("lab", ROOT, folder / "notebooks", folder / "home") as address:
        yield address


def test_a_student_sees_the_labs_and_nothing_of_the_instructors(chromium: Any, address: str) -> None:
    base = address.partition("/lab")[0]
    with tab(chromium, "workspace") as opened:
        opened.page.goto(address)
        listed = opened.page.locator(".jp-DirListing-itemName")
        listed.first.wait_for()
        assert sorted(listed.all_inner_texts()) == sorted(path.name for path in (ROOT / "notebooks").iterdir())
        assert "Nbgrader" not in opened.page.locator(".lm-MenuBar-itemLabel").all_inner_texts()
        assert opened.page.get_by_text("Jupyter news").count() == 0
        for hidden in ("formgrader", "assignments", "api/contents/../solutions", "api/contents/%2e%2e/solutions"):
            assert opened.page.request.get(f"{base}/{hidden}").status == 404
        assert opened.strangers == []


@pytest.mark.timeout(300)  # a JupyterLab with a browser: a whole lab is written, run, validated and handed in
def test_a_student_writes_checks_validates_and_hands_in(chromium: Any, address: str, folder: Path) -> None:
    file = folder / "notebooks" / LAB / NOTEBOOK
    with tab(chromium, "student") as opened:
        lab = Lab(opened, address, file)
        lab.run_all()
        assert opened.page.locator(ERROR).count() == len(lab.tests)
        assert [error.strip().split("\n")[-1] for error in lab.errors(lab.tests)] == [UNFINISHED] * len(lab.tests)

        lab.write("corr2d", answer("right/loops_zeros.py"))
        lab.run(["corr2d", *CHECKS])
        assert set(lab.errors(["corr2d", *CHECKS])) == {""}

        lab.write("corr2d", answer("wrong/flipped_both.py"))
        lab.run(["corr2d", *CHECKS])
        said, *rest = lab.errors(CHECKS)
        assert said.strip().split("\nCheckError: ")[-1] == WRONG
        assert set(rest) == {""}
        lab.add_below(CHECKS[-1], "mine", "import cnnlab\n\ncnnlab.check(corr2d)")
        lab.run(["mine"])
        verdict = lab.cell("mine").get_by_role("region", name="Check of corr2d")
        assert verdict.inner_text().startswith("corr2d: 4 of 5 concepts are right.\n\n✗ orientation")
        picture = verdict.get_by_role("img", name="All 4 values are wrong")
        assert picture.evaluate("(image) => image.complete && image.naturalWidth > 100")
        refused = lab.validate()
        assert WRONG in refused
        assert failed(refused) == {*lab.tests} - {*CHECKS[1:]}

        lab.write("corr2d", answer("right/loops_zeros.py"))
        lab.run(["corr2d", *CHECKS, "mine"])
        assert set(lab.errors(["corr2d", *CHECKS])) == {""}
        lab.cell("mine").get_by_text("corr2d: all 5 concepts are right.").wait_for()
        lab.save()
        sources = {cell.id: cell.source for cell in nbformat.read(file, as_version=4).cells}
        assert sources["corr2d"] == answer("right/loops_zeros.py")
        assert failed(lab.validate()) == {*lab.tests} - {*CHECKS}
        assert opened.strangers == []
        assert len(opened.requests) > 100
        assert opened.errors == []
    assert graded(file, folder / "course") == 6


def failed(said: str) -> set[str]:
    """The test cells that Validate names as failed."""
    return set(re.findall(r"^The following cell failed:\s+def (test_\w+)", said, re.MULTILINE))


def graded(file: Path, course: Path) -> float:
    """The points for corr2d of this file, handed in as it is."""
    shutil.copytree(ROOT / "solutions" / LAB, course / "solutions" / LAB)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    submitted = course / "gradebook" / "submitted" / "ada" / LAB
    submitted.mkdir(parents=True)
    shutil.copy(file, submitted)
    places = [
        "--course",
        course,
        "--gradebook",
        course / "gradebook",
        "--submitted",
        course / "gradebook" / "submitted",
        "--jobs",
        1,
    ]
    assert main(["grade", *map(str, places)]) == 0
    rows = [row for row in read_scores(course / "gradebook") if row.exercise == "corr2d"]
    return sum(row.points or 0 for row in rows)


def test_the_log_tells_this_machine_from_others() -> None:
    near = [
        "http://127.0.0.1:8888/lab",
        "ws://localhost:8888/api",
        "data:image/png;base64,x",
        "blob:http://127.0.0.1:8888/x",
    ]
    far = [
        "https://cdn.jsdelivr.net/x.js",
        "http://127.0.0.1.elsewhere.invalid/",
        "wss://elsewhere.invalid/",
        "file:///etc/passwd",
    ]
    assert Tab(None, [*near, *far]).strangers == far
