"""What a cell shows in the exam is what a kernel would have shown: the solution notebooks cell by cell, and each kind
of output.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from autograder.course.model import Lab
from autograder.exam.engines import close_engines, examine
from autograder.intake import Submission
from tests.support.course import our_labs
from tests.support.notebooks import SUBJECT, make_cell, make_notebook
from tests.support.sampling import one_in

LABS = our_labs()
CAP = 256 * 2**10


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """One engine for the module: the first exam starts it."""
    yield
    close_engines()


def examined(notebook: NotebookNode) -> NotebookNode:
    """The notebook after its exam, with explorations. All have the same settings, so that there is one engine."""
    settings = Config({"Exam": {"run_all": True, "output_kib": CAP // 2**10}, "Course": {"subject": SUBJECT}})
    result = examine(Submission("ada", "lab", "notebook", nbformat.writes(notebook)), settings, "00" * 32, ())
    assert result.problem == ""
    assert not [verdict for verdict in result.verdicts if verdict.outcome not in ("passed", "manual")]
    return nbformat.reads(result.text, as_version=4)


def shown(notebook: NotebookNode) -> list[tuple[str, int | None, list[Any]]]:
    """Each code cell with its number and outputs, the bytes of pictures aside."""
    cells = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            outputs = joined(cell.outputs)
            for output in outputs:
                for kind in ("image/png", "image/svg+xml"):
                    if kind in output.get("data", {}):
                        output.data[kind] = f"a picture of {len(output.data[kind]) > 500}"
            cells.append((cell.source[:60], cell.execution_count, outputs))
    return cells


def joined(outputs: list[Any]) -> list[Any]:
    """Copies, with the streams of one name joined up to the next output of another kind: a kernel sends them by the
    clock.
    """
    copies: list[Any] = []
    for output in outputs:
        earlier = []
        for copy in reversed(copies):
            if copy.output_type != "stream":
                break
            earlier.append(copy)
        same = [copy for copy in earlier if output.output_type == "stream" and copy.name == output.name]
        if same:
            same[0].text += output.text
        else:
            copies.append(nbformat.from_dict(output))
    return copies


# The labs: one in five, all with ALL_ANSWERS=1; nbval runs each in a kernel in any case


@pytest.mark.parametrize("lab", one_in(5, LABS, 3), ids=lambda lab: lab.id)
def test_a_labs_outputs_are_the_stored_ones_cell_by_cell(lab: Lab) -> None:
    stored = nbformat.read(lab.path, as_version=4)
    for ours, theirs in zip(shown(examined(stored)), shown(stored), strict=True):
        assert ours == theirs


# Each kind of output, against a kernel in this minute


KINDS = {
    "print": "print('one')\nprint('two', end='')\nprint('', end='')",
    "stderr": "import sys\nprint('out')\nprint('err', file=sys.stderr)\nprint('out again')",
    "value": "[1, 'two', {3: None}]",
    "none": "None",
    "quiet": "5;",
    "underscore": "_",
    "await": "import asyncio\nasync def later():\n    await asyncio.sleep(0)\n    return 'late'\nawait later()",
    "display": "from IPython.display import display\ndisplay(1, 'two')\n3",
    "html": (
        "from IPython.display import HTML, Markdown, SVG\n"
        "display(HTML('<b>bold</b>'), Markdown('*m*'))\nSVG('<svg xmlns=\"a\"/>')"
    ),
    "rich": (
        "class Rich:\n    def _repr_html_(self): return '<i>rich</i>'\n    def __repr__(self): return 'rich'\nRich()"
    ),
    "bundle": "class Many:\n    def _repr_mimebundle_(self, **k): return {'text/x': 'x', 'text/plain': 'many'}\nMany()",
    "png": (
        "class Png:\n    def _repr_png_(self): return b'\\x89PNG' + bytes(20)\n"
        "    def __repr__(self): return 'a png'\nPng()"
    ),
    "json": "from IPython.display import JSON\nJSON({'a': [1, 2]})",
    "update": "handle = display('first', display_id='it')\nprint('between')\nhandle.update('second')",
    "clear": "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')",
    "clear_wait": "print('gone')\nclear_output(wait=True)\nprint('kept')",
    "clear_nothing": "print('kept')\nclear_output(wait=True)",
    "figure": (
        "%matplotlib inline\nimport matplotlib.pyplot as plt\n"
        "print('before')\nplt.plot([1, 2])\nplt.show()\nprint('after')"
    ),
    "open_figure": "plt.imshow([[1, 2], [3, 4]]);",
    "two_figures": "for n in (1, 2):\n    plt.figure()\n    plt.plot([n])",
    "svg_figure": (
        "from matplotlib_inline.backend_inline import set_matplotlib_formats\n"
        "set_matplotlib_formats('svg')\nplt.plot([1]);"
    ),
    "tensor": "import torch\ntorch.arange(4.0).reshape(2, 2)",
    "frame": "import pandas\npandas.DataFrame({'a': [1, 2]})",
    "capture": "%%capture held\nprint('held')",
    "captured": "held.stdout",
    "bash": "x = 5\n%who_ls int",
    "bad_repr": "class Bad:\n    def __repr__(self): return 'fine'\n    def _repr_html_(self): return None\nBad()",
    "error": "def inner():\n    1 / 0\ninner()",
    "syntax": "print('never')\nif True\n    pass",
    "name": "nowhere",
    "print_then_error": "print('said')\nassert [] == [1], 'why'",
    "interrupt": "raise KeyboardInterrupt",
    "in_out": "In[0], Out.get(1), _i",
}


@pytest.fixture(scope="module")
def both() -> tuple[dict[str, Any], dict[str, Any]]:
    """The outputs by cell in the exam and in a kernel."""
    cells = [make_cell("explore", name, source) for name, source in KINDS.items()]
    notebook = make_notebook(cells)
    kernel = nbformat.from_dict(notebook)
    NotebookClient(kernel, timeout=60, kernel_name="python3", allow_errors=True).execute()
    return by_name(examined(notebook)), by_name(kernel)


def uncoloured(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def by_name(notebook: NotebookNode) -> dict[str, Any]:
    return {cell.id: outputs for cell, (_, _, outputs) in zip(notebook.cells, shown(notebook), strict=True)}


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_output_is_as_a_kernel_shows_it(both: tuple[dict[str, Any], dict[str, Any]], name: str) -> None:
    ours, theirs = both[0][name], both[1][name]
    for output in ours + theirs:
        if (
            output.output_type == "error"
        ):  # the colours aside, and the name of the file that a kernel says it has made of the cell
            output.traceback = [uncoloured(line) for line in output.traceback]
            output.evalue = re.sub(r"\(\S+, line", "(FILE, line", output.evalue)
    assert ours == theirs


def test_the_cells_that_should_show_something_do(both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    empty = {name for name, outputs in both[0].items() if not outputs}
    assert empty == {"none", "quiet", "capture"} | ({"underscore"} & empty)
    assert [output.output_type for output in both[0]["figure"]] == ["stream", "display_data", "stream"]
    assert "image/svg+xml" in both[0]["svg_figure"][0].data


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n1 -r1", "%time"])
def test_a_timed_cell_runs_and_tells_its_time(magic: str) -> None:
    source = f"{magic} 1 + 1" if magic == "%time" else f"{magic}\n1 + 1"
    outputs = examined(make_notebook([make_cell("explore", "timed", source)])).cells[0].outputs
    assert any(re.search(r"[nμ]s\b", output.get("text", "")) for output in outputs)


def test_the_traceback_of_an_error_leads_to_the_students_line() -> None:
    source = "def inner():\n    return 1 / 0\ninner()"
    [error] = examined(make_notebook([make_cell("explore", "error", source)])).cells[0].outputs
    assert (error.output_type, error.ename, error.evalue) == ("error", "ZeroDivisionError", "division by zero")
    text = uncoloured("\n".join(error.traceback))
    assert "Traceback (most recent call last)" in text
    assert "----> 2     return 1 / 0" in text
    assert "autograder" not in text


# The cap


@pytest.mark.parametrize(
    "source",
    [
        "for _ in range(10**5):\n    print('x' * 1000)",
        "import sys\nfor _ in range(10**5):\n    sys.stderr.write('y' * 1000)",
        "from IPython.display import display, HTML\nfor _ in range(10**3):\n    display(HTML('z' * 1000))",
        "'w' * 10**7",
        "print('v' * 10**7)",
        "raise ValueError('u' * 10**7)",
    ],
    ids=["stdout", "stderr", "displays", "value", "one print", "error"],
)
def test_output_is_cut_off_at_the_limit_and_says_so(source: str) -> None:
    notebook = examined(
        make_notebook([make_cell("explore", "loud", source), make_cell("code", "next", "print('still here')")])
    )
    assert len(nbformat.writes(notebook)) < 2 * CAP
    assert "the rest of this cell's output was cut off" in str(notebook.cells[0].outputs)
    assert notebook.cells[1].outputs[0].text == "still here\n"


def test_a_shell_line_does_nothing_and_costs_nothing() -> None:
    """At home it installs what is there already; here there is nothing to run it."""
    source = "!pip install torch\n%pip list\nfiles = !ls\nprint(len(files), torch.ones(1).half().item())"
    cells = [make_cell("explore", "imports", "import torch"), make_cell("explore", "shell", source)]
    text = "".join(output.get("text", "") for output in examined(make_notebook(cells)).cells[1].outputs)
    assert "not run while grading: pip install torch" in text
    assert text.rstrip().endswith("0 1.0")


def test_a_picture_in_an_answer_in_words_is_in_the_graded_notebook() -> None:
    cell = make_cell("manual", "words", "See ![it](attachment:it.png).", 3)
    cell.attachments = {"it.png": {"image/png": "iVBORw0KGgo="}}
    assert examined(make_notebook([cell])).cells[0].attachments == cell.attachments
