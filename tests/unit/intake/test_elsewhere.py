"""Lines that work on Colab, on Kaggle or in a browser only cost nothing, and nothing else of an answer changes."""

from __future__ import annotations

import ast

import pytest

from autograder.intake import RepairKind, realign
from autograder.intake.elsewhere import without_elsewhere
from tests.support.notebooks import RIGHT, doubling, find, make_cell, make_master, make_notebook, released_cells

ANSWER = "import math\n\n\ndef double(x):\n    return math.fsum([x, x])"


def cleaned(*sources: str) -> tuple[list[str], list[str]]:
    """The cells after the lines were left out, and what was."""
    cells = {str(number): source for number, source in enumerate(sources)}
    changed, repairs = without_elsewhere(cells)
    return [changed.get(name, source) for name, source in cells.items()], [one.details[0] for one in repairs]


def ran(source: str) -> object:
    """What the answer makes of 4, with nothing in its way."""
    space: dict[str, object] = {}
    exec(source, space)
    double = space["double"]
    assert callable(double)
    return double(4)


@pytest.mark.parametrize(
    ("lines", "left_out"),
    [
        ("from google.colab import drive\ndrive.mount('/content/drive')", 2),
        ("from google.colab import drive; drive.mount('/content/drive', force_remount=True)", 2),
        ("import google.colab\ngoogle.colab.drive.mount('/content/drive')", 2),
        ("from google import colab", 1),
        ("from google.colab import files\nuploaded = files.upload()", 2),
        ("from google.colab import output\noutput.enable_custom_widget_manager()", 2),
        ("from google.colab.patches import cv2_imshow", 1),
        ("from google.colab import userdata\nkey = userdata.get('KEY')", 2),
        ("from kaggle_secrets import UserSecretsClient\nclient = UserSecretsClient()\nkey = client.get_secret('k')", 3),
        ("import piplite\nawait piplite.install(['torch'])", 2),
        ("import nest_asyncio\nnest_asyncio.apply()", 2),
        ("import os\nos.chdir('/content/drive/MyDrive')", 1),
        ("%matplotlib widget", 1),
        ("%matplotlib notebook  # to zoom", 1),
        ("  %matplotlib ipympl", 1),
        ("if True:\n    %matplotlib qt", 1),
        ("%load_ext tensorboard\n%tensorboard --logdir runs", 2),
        ("%load_ext nb_black", 1),
        ("%tensorflow_version 2.x", 1),
        ("%conda install -y numpy", 1),
        ("%autosave 30", 1),
        ("get_ipython().run_line_magic('matplotlib', 'widget')", 1),
        ("get_ipython().magic('matplotlib inline')", 1),
        ("import a_package_of_nobody as nobody", 1),
        ("from a_package_of_nobody.parts import first, second", 1),
    ],
)
def test_a_line_that_only_colab_knows_does_not_void_its_cell(lines: str, left_out: int) -> None:
    (source,), repairs = cleaned(f"{lines}\n{ANSWER}" if not lines.startswith("  ") else f"{lines.strip()}\n{ANSWER}")
    assert len(repairs) == left_out, repairs
    assert ran(source) == 8
    assert ANSWER in source


@pytest.mark.parametrize(
    "lines",
    [
        "from google.colab import files\nfor name in files.upload():\n    print(name)",
        "from google.colab import files\nuploaded = files.upload()\nfirst = list(uploaded)[0]",
        "from google.colab import drive\nprint(drive.mount('/content/drive'))",
        "from google.colab import drive\ndef mount():\n    drive.mount('/content/drive')",
        "from google.colab import files\nfiles.upload(double(4))",
        "from google.colab import drive\ndrive = None\nassert drive is None",
        "import a_package_of_nobody as nobody\nfactor = nobody.two()",
        "from a_package_of_nobody import *",
        "%load_ext autoreload\n%autoreload 2",
        "%matplotlib inline",
        "!pip install torch",
        "%pip install torch",
        "%run helpers.py",
        "%store -r kernel",
        "text = '''\n%matplotlib widget\n'''",
        "import math, os, sys",
        "import os\nos.chdir('data')",
        "try:\n    from google.colab import drive\nexcept ImportError:\n    drive = None",
        "1 +",
    ],
)
def test_what_may_matter_stays_as_it_was_written(lines: str) -> None:
    source = f"{lines}\n{ANSWER}"
    assert cleaned(source) == ([source], [])


def test_a_name_that_another_cell_needs_stays_and_fails_by_its_own_reason() -> None:
    first, second = "from google.colab import files\nuploaded = files.upload()", "names = sorted(uploaded)"
    assert cleaned(first, second) == ([first, second], [])
    assert cleaned(first, "sorted(uploaded")[1] == []
    assert len(cleaned(first, "uploaded_too = 1")[1]) == 2


def test_a_local_name_like_the_imports_is_no_use_of_it() -> None:
    (source,), repairs = cleaned(
        "from google.colab import output\ndef double(x):\n    output = x + x\n    return output"
    )
    assert (ran(source), len(repairs)) == (8, 1)


def test_what_was_left_out_can_still_be_read_and_lines_keep_their_numbers() -> None:
    (source,), _ = cleaned("# é\nfrom google.colab import drive\ndrive.mount('/é')\nx = 1")
    assert source == (
        "# é\npass  # left out: from google.colab import drive\npass  # left out: drive.mount('/é')\nx = 1"
    )
    (source,), _ = cleaned("from google.colab import drive; x = 1")
    assert source == "pass; x = 1"


def test_the_aligned_notebook_names_each_line() -> None:
    cells = released_cells(doubling())
    find(cells, "double").source = f"%matplotlib widget\nfrom google.colab import drive\n{RIGHT['double']}"
    cells.insert(2, make_cell("code", "mine", "drive.mount('/content/drive')\nmine = 1"))
    aligned = realign(make_master(doubling()), make_notebook(cells))
    named = [repair.details[0] for repair in aligned.repairs if repair.kind is RepairKind.ELSEWHERE]
    assert sorted(named) == ["%matplotlib widget", "drive.mount('/content/drive')", "from google.colab import drive"]
    answer = find(aligned.notebook.cells, "double").source
    ast.parse(answer)
    assert answer.endswith(RIGHT["double"])
    assert "double" in aligned.answered


def test_a_cell_of_our_own_is_left_alone() -> None:
    ours = [*doubling(), make_cell("explore", "wide", "%matplotlib widget\nwide = 1")]
    aligned = realign(make_master(ours), make_notebook(released_cells(ours)))
    assert find(aligned.notebook.cells, "wide").source == "%matplotlib widget\nwide = 1"


def test_a_notebook_of_nothing_but_such_lines_takes_no_time() -> None:
    lines = [f"from google.colab import drive as d{number}\nd{number}.mount('/content')" for number in range(5000)]
    source = "\n".join(lines)
    assert cleaned(source[:90_000]) == ([source[:90_000]], [])
