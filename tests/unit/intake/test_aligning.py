"""A damaged notebook → ours with the answers in it. First on the labs, damage by damage; then case by case on a
small one.
"""

from __future__ import annotations

import functools
import itertools
import json
import random
from collections.abc import Callable
from dataclasses import dataclass

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.course.regions import HIDDEN, SOLUTION, without
from autograder.intake import GradingNotebook, RefusedError, WrongNotebookError, realign
from autograder.intake.aligning import LONGEST
from autograder.intake.files import MOST_CELLS
from autograder.intake.reading import parse
from autograder.release import FillInPoints
from tests.support.notebooks import (
    RIGHT,
    ROOT,
    STUB,
    doubling,
    find,
    make_cell,
    make_master,
    make_notebook,
    released_cells,
    sentences,
)
from tests.support.sampling import one_in

Cells = list[NotebookNode]
LABS = tuple(sorted(path.name for path in (ROOT / "solutions").iterdir() if path.is_dir()))
WORDS = "Because the window slides.\n\nAnd so on."


# Every lab, every damage: the answers are found and all else is ours


@dataclass(frozen=True)
class Case:
    """A lab: our side of it, its answers by name, and the notebook of a student who gave them all."""

    master: GradingNotebook
    answers: dict[str, str]
    sent: str

    def cells(self) -> Cells:
        return list(nbformat.from_dict(json.loads(self.sent)).cells)


@functools.cache
def case(lab: str) -> Case:
    (source,) = (ROOT / "solutions" / lab).glob("*.ipynb")
    ours, sent = nbformat.read(source, 4), nbformat.read(ROOT / "notebooks" / lab / source.name, 4)
    ours, _ = FillInPoints().preprocess(ours, {})
    answers = {}
    for own, released in zip(ours.cells, sent.cells, strict=True):
        if own.metadata.get("nbgrader", {}).get("solution"):
            lines = [line for line in own.source.split("\n") if not any(marker in line for marker in SOLUTION)]
            answers[own.id] = "\n".join(lines) if own.cell_type == "code" else WORDS
            own.source, released.source = released.source, answers[own.id]
        if own.cell_type == "code":
            own.outputs = []
    return Case(GradingNotebook(lab, source.stem, json.dumps(ours)), answers, json.dumps(sent))


def is_answer(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution")) and cell.cell_type == "code"


def is_test(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade")) and cell.cell_type == "code"


def strip(cells: Cells) -> None:
    for number, cell in enumerate(cells):
        cell.id, cell.metadata = f"new{number}", nbformat.from_dict({})


def strip_metadata(cells: Cells) -> None:
    for cell in cells:
        cell.metadata = nbformat.from_dict({})


def strip_ids(cells: Cells) -> None:
    for number, cell in enumerate(cells):
        cell.id = f"new{number}"


def delete_tests(cells: Cells) -> None:
    cells[:] = [cell for cell in cells if not is_test(cell)]


def edit_tests(cells: Cells) -> None:
    for cell in filter(is_test, cells):
        cell.source = f"{cell.source}\nprint('edited')"


def make_tests_markdown(cells: Cells) -> None:
    for cell in filter(is_test, cells):
        cell.cell_type = "markdown"


def only_answers(cells: Cells) -> None:
    cells[:] = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("solution")]


def duplicate_all(cells: Cells) -> None:
    cells[:] = [copy for cell in cells for copy in (cell, nbformat.from_dict({**cell, "id": f"{cell.id}2"}))]


def duplicate_with_ids(cells: Cells) -> None:
    cells[:] = [copy for cell in cells for copy in (cell, nbformat.from_dict(dict(cell)))]


def stub_left_above(cells: Cells) -> None:
    for cell in [*filter(is_answer, cells)]:
        real = nbformat.v4.new_code_cell(cell.source)
        cell.source = STUBS[cell.id]
        cells.insert(cells.index(cell) + 1, real)


def stub_left_and_answers_at_the_end(cells: Cells) -> None:
    for cell in [*filter(is_answer, cells)]:
        cells.append(nbformat.v4.new_code_cell(cell.source))
        cell.source = STUBS[cell.id]


def stub_copied_below(cells: Cells) -> None:
    for cell in [*filter(is_answer, cells)]:
        cells.insert(cells.index(cell) + 1, nbformat.from_dict({**cell, "id": f"{cell.id}2", "source": STUBS[cell.id]}))


def move_answers_to_the_end(cells: Cells) -> None:
    cells.sort(key=lambda cell: is_answer(cell))


def shuffle(cells: Cells) -> None:
    random.Random(4).shuffle(cells)


def answers_to(kind: str, cells: Cells) -> None:
    for cell in filter(is_answer, cells):
        cell.cell_type = kind


def fence(cells: Cells) -> None:
    for cell in filter(is_answer, cells):
        cell.source = f"```python\n{cell.source}\n```"


def fence_in_markdown(cells: Cells) -> None:
    for cell in filter(is_answer, cells):
        cell.cell_type, cell.source = "markdown", f"Here is my answer:\n\n```python\n{cell.source}\n```\n"


def merge_with_tests(cells: Cells) -> None:
    for cell in [*filter(is_answer, cells)]:
        place = cells.index(cell)
        cell.source = f"{cell.source}\n\n\n{cells.pop(place + 1).source}"


def put_answers_into_tests(cells: Cells) -> None:
    for cell in [*filter(is_answer, cells)]:
        place = cells.index(cell)
        cells[place + 1].source = f"{cell.source}\n\n\n{cells[place + 1].source}"
        del cells[place]


def add_extras(cells: Cells) -> None:
    cells[:] = [
        one for cell in cells for one in (cell, nbformat.v4.new_code_cell("1 + 1"), nbformat.v4.new_code_cell("  "))
    ]


def blank_outputs(cells: Cells) -> None:
    for cell in cells:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


DAMAGES: dict[str, Callable[[Cells], None]] = {
    "none": lambda cells: None,
    "metadata stripped": strip_metadata,
    "new cell ids": strip_ids,
    "both, as after Colab, VS Code or Jupytext": strip,
    "test cells deleted": delete_tests,
    "test cells edited": edit_tests,
    "test cells turned to markdown": make_tests_markdown,
    "all but the answers deleted": only_answers,
    "all cells duplicated": duplicate_all,
    "all cells duplicated with their ids": duplicate_with_ids,
    "the answer in a new cell under the stub": stub_left_above,
    "the answers in new cells at the end": stub_left_and_answers_at_the_end,
    "a copy of the stub under the answer": stub_copied_below,
    "answers moved to the end": move_answers_to_the_end,
    "cells in reverse": list.reverse,
    "cells in any order": shuffle,
    "answers turned to markdown": functools.partial(answers_to, "markdown"),
    "answers turned to raw cells": functools.partial(answers_to, "raw"),
    "a fence around each answer": fence,
    "prose and a fence around each answer": fence_in_markdown,
    "each answer merged with the test cell below it": merge_with_tests,
    "each answer in the test cell below it": put_answers_into_tests,
    "extra cells everywhere": add_extras,
    "outputs thrown away": blank_outputs,
}
STUBS = {
    cell["id"]: "".join(cell["source"])
    for lab in LABS
    for path in (ROOT / "notebooks" / lab).glob("*.ipynb")
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    if cell["metadata"].get("nbgrader", {}).get("solution")
}


def assert_whole(lab: str, aligned: NotebookNode) -> None:
    """All answers are in their cells, all other cells are ours, and no extra cell has anything like a test in it."""
    ours = json.loads(case(lab).master.text)
    sources = {cell.id: cell.source for cell in aligned.cells}
    for cell in ours["cells"]:
        expected = case(lab).answers.get(cell["id"], "".join(cell["source"]))
        assert sources.pop(cell["id"]).strip() == expected.strip(), cell["id"]
    assert [cell.id for cell in aligned.cells if not cell.id.startswith("extra-")] == [
        cell["id"] for cell in ours["cells"]
    ]
    assert not [source for source in sources.values() if "def test_" in source]
    nbformat.validate(aligned)


def of_labs(*damages: str) -> list[tuple[str, str]]:
    """Each damage, of one lab in three, in turn; of every lab with ALL_ANSWERS=1."""
    return [(lab, damage) for place, damage in enumerate(damages) for lab in one_in(3, LABS, place % 3)]


@pytest.mark.parametrize(("lab", "damage"), of_labs(*DAMAGES))
def test_every_lab_survives(lab: str, damage: str) -> None:
    cells = case(lab).cells()
    DAMAGES[damage](cells)
    aligned = realign(case(lab).master, parse(json.dumps(make_notebook(cells)).encode(), "x.ipynb")[0])
    assert_whole(lab, aligned.notebook)
    assert aligned.answered == set(case(lab).answers)
    assert bool(aligned.repairs) == (damage not in ("none", "new cell ids", "outputs thrown away")), aligned.repairs


STRIPPED = (
    "test cells deleted",
    "test cells edited",
    "the answer in a new cell under the stub",
    "the answers in new cells at the end",
    "a copy of the stub under the answer",
    "answers moved to the end",
    "a fence around each answer",
    "prose and a fence around each answer",
    "each answer merged with the test cell below it",
    "each answer in the test cell below it",
    "all cells duplicated",
)


@pytest.mark.parametrize(("lab", "damage"), of_labs(*STRIPPED))
def test_every_lab_survives_without_ids_and_metadata(lab: str, damage: str) -> None:
    cells = case(lab).cells()
    DAMAGES[damage](cells)
    strip(cells)
    aligned = realign(case(lab).master, make_notebook(cells))
    assert_whole(lab, aligned.notebook)
    assert aligned.answered == set(case(lab).answers)


@pytest.mark.parametrize(
    "first, second",
    [*itertools.combinations(("test cells turned to markdown", "extra cells everywhere", "cells in reverse"), 2)],
)
@pytest.mark.parametrize("lab", LABS)
def test_every_lab_survives_two_damages_at_once(lab: str, first: str, second: str) -> None:
    cells = case(lab).cells()
    DAMAGES[first](cells)
    DAMAGES[second](cells)
    assert_whole(lab, realign(case(lab).master, make_notebook(cells)).notebook)


@pytest.mark.parametrize("lab", LABS)
def test_neighbouring_answers_merged_into_one_cell_stand_for_both(lab: str) -> None:
    cells = case(lab).cells()
    names = [cell.id for cell in filter(is_answer, cells)]
    for name, other in zip(names[::2], names[1::2], strict=False):
        find(cells, name).source += f"\n\n\n{find(cells, other).source}"
        cells.remove(find(cells, other))
    aligned = realign(case(lab).master, make_notebook(cells))
    sources = {cell.id: cell.source for cell in aligned.notebook.cells}
    assert all(case(lab).answers[name] in sources[name] for name in names)
    assert aligned.answered == set(case(lab).answers)
    assert f"answers {names[0]} and {names[1]} were in one cell" in sentences(aligned)


@pytest.mark.parametrize("lab", LABS)
def test_a_released_notebook_is_neither_repaired_nor_answered(lab: str) -> None:
    (path,) = (ROOT / "notebooks" / lab).glob("*.ipynb")
    aligned = realign(case(lab).master, parse(path.read_bytes(), path.name)[0])
    assert (aligned.repairs, aligned.answered, aligned.changed) == ((), frozenset(), frozenset())


@pytest.mark.parametrize("lab", LABS)
def test_hidden_tests_stay_in_their_cells(lab: str) -> None:
    cells = case(lab).cells()
    strip(cells)
    notebook = realign(case(lab).master, make_notebook(cells)).notebook
    hidden = [cell.id for cell in notebook.cells if HIDDEN[0] in cell.source]
    assert hidden and all(name.startswith("test_") for name in hidden)


# One repair at a time


MASTER = make_master(doubling())
DOUBLE = RIGHT["double"]


def sent(change: Callable[[Cells], object] = lambda cells: None, answers: dict[str, str] | None = None) -> NotebookNode:
    cells = released_cells(doubling())
    for name, source in (RIGHT if answers is None else answers).items():
        find(cells, name).source = source
    change(cells)
    return make_notebook(cells)


def test_an_exploration_in_which_something_was_changed_is_named() -> None:
    def change(cells: Cells) -> None:
        find(cells, "picture_double").source += "  \n"  # blanks at an end change nothing

    def change_more(cells: Cells) -> None:
        find(cells, "picture_double").source += " + [3]"

    assert realign(MASTER, sent(change)).changed == frozenset()
    assert realign(MASTER, sent(change_more)).changed == {"picture_double"}
    assert realign(MASTER, sent(lambda cells: cells.remove(find(cells, "picture_double")))).changed == frozenset()


def mended(
    change: Callable[[Cells], object], answers: dict[str, str] | None = None
) -> tuple[dict[str, str], list[str]]:
    """The sources by cell id, extra cells among them in their order, and the repairs."""
    aligned = realign(MASTER, sent(change, answers))
    return {cell.id: cell.source for cell in aligned.notebook.cells}, list(sentences(aligned))


def order(sources: dict[str, str]) -> list[str]:
    """Our code cells by name, the extra ones by their source."""
    return [
        source if name.startswith("extra-") else name
        for name, source in sources.items()
        if name not in ("intro", "about_double", "about_halve")
    ]


def put(cells: Cells, before: str, *sources: str) -> None:
    """New code cells before the cell called `before`, at the end for ""."""
    place = cells.index(find(cells, before)) if before else len(cells)
    cells[place:place] = [nbformat.v4.new_code_cell(source) for source in sources]


def test_the_same_notebook_needs_no_repair() -> None:
    assert mended(lambda cells: None) == ({cell.id: cell.source for cell in realign(MASTER, sent()).notebook.cells}, [])


def test_another_kernel_is_told() -> None:
    notebook = sent()
    notebook.metadata.kernelspec.name = "conda-env-deep\nlearning"
    assert sentences(realign(MASTER, notebook)) == ("the kernel conda-env-deep learning was replaced by python3",)
    notebook.metadata["kernelspec"] = ["python3"]
    assert realign(MASTER, notebook).repairs == ()


def test_a_set_up_cell_that_is_gone_is_put_back_and_one_that_was_changed_gives_way() -> None:
    assert mended(lambda cells: cells.remove(find(cells, "setup")))[1] == ["the set-up cell was put back"]
    assert mended(lambda cells: find(cells, "setup").update(source="x = 1"))[1] == [
        "the set-up cell had been changed: ours counts"
    ]


def test_test_cells_that_are_gone_or_changed_are_named() -> None:
    def change(cells: Cells) -> None:
        cells.remove(find(cells, "test_double_value"))
        find(cells, "test_double_kinds").update(cell_type="markdown")
        find(cells, "test_halve_value").update(source="pass")

    assert mended(change)[1] == [
        "test cells test_double_value and test_double_kinds were put back",
        "the test cell test_halve_value had been changed: ours counts",
    ]


def test_an_import_added_to_the_set_up_cell_is_kept_when_it_is_used() -> None:
    def add(cells: Cells) -> None:
        find(cells, "setup").source = "import math\nimport operator as op"
        find(cells, "double").source = "def double(x):\n    return op.mul(2, x)"

    sources, repairs = mended(add)
    assert order(sources)[:2] == ["setup", "import math\nimport operator as op"]
    assert "1 extra cell kept" in repairs


def test_an_answer_is_found_by_its_functions_name() -> None:
    def move(cells: Cells) -> None:
        find(cells, "double").update(id="other", metadata={})

    sources, repairs = mended(move)
    assert (sources["double"], repairs) == (DOUBLE, ["answer double found by its function's name"])


@pytest.mark.parametrize(
    "source",
    [
        "double = lambda x: 2 * x",
        "async def double(x): return 2 * x",
        "import math\n@str\ndef double(x): pass",
        "%%time\ndef double(x): pass",
        "!ls\ndef double(x):\n    %time 1\n    return x",
    ],
)
def test_an_answer_may_be_defined_in_any_way(source: str) -> None:
    def replace(cells: Cells) -> None:
        cells.remove(find(cells, "double"))
        put(cells, "test_double_value", source)

    assert mended(replace)[0]["double"] == source


@pytest.mark.parametrize(
    "source",
    [
        "%%writefile a.py\ndef double(x): pass",
        "def doubled(x): pass",
        "def other():\n    def double(x): pass",
        "double(3)",
        "# def double(x):",
    ],
)
def test_what_does_not_define_it_is_no_answer(source: str) -> None:
    def replace(cells: Cells) -> None:
        cells.remove(find(cells, "double"))
        put(cells, "test_double_value", source)

    sources, repairs = mended(replace)
    assert STUB in sources["double"]
    assert "answer double was not there: the stub was put back" in repairs
    assert source in sources.values()


def test_an_answer_that_python_cannot_read_is_found_by_its_looks() -> None:
    def replace(cells: Cells) -> None:
        cells.remove(find(cells, "double"))
        put(cells, "test_double_value", "def double(x)\n    return 2 * x")

    assert mended(replace)[0]["double"] == "def double(x)\n    return 2 * x"


def test_an_attempt_that_python_cannot_read_gives_way_to_one_that_it_can() -> None:
    sources, repairs = mended(lambda cells: put(cells, "test_double_value", "def double(x:\n    oops"))
    assert sources["double"] == DOUBLE
    assert order(sources)[2:4] == ["double", "def double(x:\n    oops"]
    assert repairs == ["1 extra cell kept"]


def test_of_several_versions_the_last_before_the_tests_counts_as_it_did_at_home() -> None:
    def add(cells: Cells) -> None:
        put(cells, "test_double_value", "def double(x): return 2", "def double(x): return 3")
        put(cells, "", "def double(x): return 4")

    sources, repairs = mended(add)
    assert order(sources) == [
        *(
            "setup",
            "picture_double",
            DOUBLE,
            "def double(x): return 2",
            "double",
            "test_double_value",
            "test_double_kinds",
        ),
        *("halve", "test_halve_value", "in_words", "def double(x): return 4"),
    ]
    assert sources["double"] == "def double(x): return 3"
    assert "answer double was there 4 times: the last before its tests counts" in repairs


def test_without_tests_the_last_version_counts() -> None:
    def add(cells: Cells) -> None:
        cells[:] = [cell for cell in cells if not cell.id.startswith("test_")]
        put(cells, "", "def double(x): return 4")

    sources, repairs = mended(add)
    assert sources["double"] == "def double(x): return 4"
    assert order(sources).index(DOUBLE) < order(sources).index("double")
    assert "answer double was there 2 times: the last counts" in repairs


def test_a_second_attempt_with_its_own_copy_of_the_tests_counts() -> None:
    def add(cells: Cells) -> None:
        put(cells, "", "def double(x): return 4")
        cells += [
            nbformat.from_dict({**find(cells, name), "id": f"{name}2"})
            for name in ("test_double_value", "test_double_kinds")
        ]

    assert mended(add)[0]["double"] == "def double(x): return 4"


def test_a_stub_below_the_answer_does_not_undo_it() -> None:
    def add(cells: Cells) -> None:
        stub = find(released_cells(doubling()), "double").source
        put(cells, "test_double_value", stub, f"{stub}  # still to do", stub.replace('"""', "'''"))

    sources, repairs = mended(add)
    assert (sources["double"], [name for name in sources if name.startswith("extra")], repairs) == (
        DOUBLE,
        [],
        ["3 copies of our cells were left out"],
    )


def test_an_answer_far_below_its_stub_comes_with_its_helpers() -> None:
    def move(cells: Cells) -> None:
        put(
            cells,
            "",
            "def plus(a, b): return a + b",
            "print('unrelated')",
            "def twice(a): return plus(a, a)",
            "def double(x): return twice(x)",
        )

    sources, repairs = mended(move, {**RIGHT, "double": STUBBED})
    assert order(sources)[:6] == [
        *(
            "setup",
            "picture_double",
            "def plus(a, b): return a + b",
            "def twice(a): return plus(a, a)",
            "double",
            "test_double_value",
        ),
    ]
    assert order(sources)[-1] == "print('unrelated')"
    assert "helper cells were put before answer double, which needs them" in repairs
    assert "answer double found by its function's name" in repairs


STUBBED = find(released_cells(doubling()), "double").source


def test_a_split_answer_runs_in_its_order() -> None:
    def split(cells: Cells) -> None:
        half = nbformat.from_dict({**find(cells, "double"), "id": "half", "source": "FACTOR = 2"})
        cells.insert(cells.index(find(cells, "double")), half)
        find(cells, "double").source = "def double(x):\n    return FACTOR * x"

    sources, _ = mended(split)
    assert order(sources)[2:4] == ["FACTOR = 2", "double"]
    assert "FACTOR * x" in sources["double"]


def test_two_answers_in_one_cell_stand_in_both_places() -> None:
    def merge(cells: Cells) -> None:
        find(cells, "halve").source = f"{DOUBLE}\n{RIGHT['halve']}"
        cells.remove(find(cells, "double"))

    sources, repairs = mended(merge)
    assert sources["double"] == sources["halve"] == f"{DOUBLE}\n{RIGHT['halve']}"
    assert "answers double and halve were in one cell" in repairs


def test_an_answer_beside_another_ones_stub_is_no_answer_to_that() -> None:
    def merge(cells: Cells) -> None:
        find(cells, "halve").source = f"{STUBBED}\n{RIGHT['halve']}"

    sources, _ = mended(merge)
    assert sources["double"] == DOUBLE


def test_our_test_is_taken_out_of_an_answer() -> None:
    def merge(cells: Cells) -> None:
        test = cells.pop(cells.index(find(cells, "test_double_value")))
        find(cells, "double").source = f"{DOUBLE}\n\n\n{test.source}\n\nprint(double(2))"

    sources, repairs = mended(merge)
    assert sources["double"] == f"{DOUBLE}\n\n\nprint(double(2))"
    assert repairs == ["our test cell was taken out of answer double"]


def test_what_stands_on_a_line_with_a_call_of_our_test_stays() -> None:
    source = f"{DOUBLE}\ntest_double_value(); FACTOR = 2"
    assert mended(lambda cells: find(cells, "double").update(source=source))[0]["double"] == source


def test_a_call_of_our_test_is_no_extra_cell() -> None:
    assert mended(lambda cells: put(cells, "", "test_double_value()"))[1] == ["1 copy of our cells was left out"]


def test_a_fence_around_an_answer_is_taken_off() -> None:
    sources, repairs = mended(lambda cells: find(cells, "double").update(source=f"```python\n{DOUBLE}\n```"))
    assert (sources["double"], repairs) == (DOUBLE, ["a code fence around answer double was taken off"])


def test_backticks_in_a_docstring_are_no_fence() -> None:
    source = 'def double(x):\n    """As in\n    ```\n    double(3)\n    ```\n    """\n    return 2 * x'
    assert mended(lambda cells: find(cells, "double").update(source=source)) == (
        {**mended(lambda cells: None)[0], "double": source},
        [],
    )


def test_our_test_is_taken_out_of_an_answer_that_became_prose() -> None:
    def merge(cells: Cells) -> None:
        test = cells.pop(cells.index(find(cells, "test_double_value")))
        find(cells, "double").update(cell_type="raw", source=f"{DOUBLE}\n\n\n{test.source}")

    assert mended(merge)[0]["double"] == DOUBLE


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_an_answer_that_became_prose_is_taken(kind: str) -> None:
    sources, repairs = mended(lambda cells: find(cells, "double").update(cell_type=kind))
    assert (sources["double"], repairs) == (DOUBLE, [f"answer double was in a {kind} cell"])


def test_prose_gives_way_to_code() -> None:
    def add(cells: Cells) -> None:
        find(cells, "double").update(cell_type="markdown")
        put(cells, "test_double_value", "def double(x): return 4")

    assert mended(add)[0]["double"] == "def double(x): return 4"


def test_an_exploration_without_id_is_known_by_the_names_it_binds() -> None:
    def change(cells: Cells) -> None:
        find(cells, "picture_double").update(id="x", metadata={}, source="curve = [3 * n for n in range(5)]")

    sources, repairs = mended(change)
    assert (sources["picture_double"], repairs) == ("curve = [3 * n for n in range(5)]", [])


def test_code_that_stands_in_a_text_of_ours_is_told() -> None:
    def write(cells: Cells) -> None:
        find(cells, "about_double").source += "\n\ndef double(x): return 2 * x"

    _, repairs = mended(write, {name: source for name, source in RIGHT.items() if name != "double"})
    assert repairs == ["text in another cell was left out: it may belong to answer double"]


def test_another_version_in_a_cell_that_nothing_runs_is_told() -> None:
    _, repairs = mended(lambda cells: cells.append(nbformat.v4.new_markdown_cell("def double(x):\n    return 3 * x")))
    assert repairs == ["another version of answer double, in a markdown cell, was left out"]


# Answers in words


def in_words(change: Callable[[Cells], object]) -> tuple[str, list[str]]:
    sources, repairs = mended(change, {name: source for name, source in RIGHT.items() if name != "in_words"})
    return sources["in_words"], repairs


def test_words_in_the_cell_below_their_own_are_found() -> None:
    assert in_words(lambda cells: cells.append(nbformat.v4.new_markdown_cell("Below."))) == (
        "Below.",
        ["answer in_words found by its place"],
    )


def test_words_without_ids_are_found_by_their_place() -> None:
    def replace(cells: Cells) -> None:
        cells.remove(find(cells, "in_words"))
        cells += [
            nbformat.v4.new_markdown_cell("One."),
            nbformat.v4.new_raw_cell("Two."),
            nbformat.v4.new_code_cell("It is so, because of it."),
        ]

    assert in_words(replace) == ("One.\n\nTwo.\n\nIt is so, because of it.", ["answer in_words found by its place"])


def test_words_that_go_on_in_other_cells_are_joined_and_code_is_not_among_them() -> None:
    def add(cells: Cells) -> None:
        cells += [nbformat.v4.new_markdown_cell("And more."), nbformat.v4.new_code_cell("1 +")]

    sources, repairs = mended(add)
    assert sources["in_words"] == f"{RIGHT['in_words']}\n\nAnd more."
    assert repairs == ["answer in_words went on in other cells: they were joined", "1 extra cell kept"]


def test_a_copy_of_words_says_nothing_new() -> None:
    sources, repairs = mended(lambda cells: cells.append(nbformat.v4.new_markdown_cell(RIGHT["in_words"])))
    assert (sources["in_words"], repairs) == (RIGHT["in_words"], [])


def test_words_in_a_code_cell_are_words() -> None:
    assert in_words(lambda cells: find(cells, "in_words").update(cell_type="code", source="Because it is.")) == (
        "Because it is.",
        ["answer in_words was in a code cell"],
    )


def test_words_that_are_not_there_are_told_with_the_texts_that_may_be_them() -> None:
    def move(cells: Cells) -> None:
        cells.remove(find(cells, "in_words"))
        cells.insert(0, nbformat.v4.new_markdown_cell("One undoes the other."))

    text, repairs = in_words(move)
    assert text == find(released_cells(doubling()), "in_words").source
    assert repairs == [
        "answer in_words was not there: the stub was put back",
        "text in another cell was left out: it may belong to answer in_words",
    ]


def test_notes_beside_an_answer_in_words_are_no_repair() -> None:
    assert mended(lambda cells: cells.insert(0, nbformat.v4.new_markdown_cell("A note.")))[1] == []
    assert in_words(lambda cells: None)[1] == []


def test_of_two_answers_in_words_the_first_counts() -> None:
    def add(cells: Cells) -> None:
        cells.append(nbformat.from_dict({**find(cells, "in_words"), "source": "Another one."}))

    sources, repairs = mended(add)
    assert (sources["in_words"], repairs) == (
        RIGHT["in_words"],
        ["answer in_words was there 2 times: the first counts"],
    )


@pytest.mark.parametrize("stripped", [False, True])
@pytest.mark.parametrize("lab", [lab for lab in LABS if WORDS in case(lab).answers.values()])
def test_words_in_the_questions_own_cell_are_what_is_not_ours(lab: str, stripped: bool) -> None:
    cells = case(lab).cells()
    for name in [name for name, source in case(lab).answers.items() if source == WORDS]:
        find(cells, f"about_{name}").source += f"\n\n{WORDS}"
        cells.remove(find(cells, name))
    if stripped:
        strip(cells)
    assert_whole(lab, realign(case(lab).master, make_notebook(cells)).notebook)


@pytest.mark.parametrize("lab", [lab for lab in LABS if WORDS in case(lab).answers.values()])
def test_unwritten_words_stay_unwritten(lab: str) -> None:
    cells = case(lab).cells()
    names = {name for name, source in case(lab).answers.items() if source == WORDS}
    for name in names:
        find(cells, name).source = STUBS[name]
    strip(cells)
    assert realign(case(lab).master, make_notebook(cells)).answered == set(case(lab).answers) - names


# What is refused, and what is only large


def test_nothing_of_the_lab_is_the_wrong_notebook() -> None:
    with pytest.raises(WrongNotebookError):
        realign(
            MASTER,
            make_notebook([make_cell("code", "a", "def triple(x): return 3 * x"), make_cell("md", "b", "# Hello")]),
        )


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(RefusedError, match=f"{MOST_CELLS + 1} cells"):
        realign(MASTER, make_notebook([find(released_cells(doubling()), "double")] * (MOST_CELLS + 1)))


def test_too_much_text_is_refused() -> None:
    with pytest.raises(RefusedError, match="4 MiB"):
        mended(lambda cells: find(cells, "double").update(source=f"{DOUBLE}\n#{'x' * LONGEST}"))


@pytest.mark.timeout(60)  # 4 s of work; without the limits on what is parsed it would be minutes
def test_ten_thousand_cells_are_aligned_in_time() -> None:
    sources, repairs = mended(lambda cells: put(cells, "", *(f"value_{n} = double({n})" for n in range(10_000))))
    assert (len(sources), repairs) == (len(doubling()) + 10_000, ["10000 extra cells kept"])


@pytest.mark.timeout(60)  # fractions of a second each
@pytest.mark.parametrize(
    "source",
    [
        "(" * 50_000,
        "-" * 90_000 + "1",
        "a\n" * 200_000,
        "1+" * 40_000 + "1",
        "x" * 2_000_000,
        "def double(" * 20_000,
        "```\n" * 50_000,
        "def double(x):\n" + " pass\n" * 10_000 + "'\\d'",
    ],
    ids=["brackets", "signs", "lines", "sums", "long", "definitions", "fences", "body"],
)
def test_hostile_python_is_looked_at_in_time(source: str) -> None:
    sources, _ = mended(lambda cells: put(cells, "test_double_value", *[source, source[:-1]]))
    assert "double" in sources


def test_a_test_cell_seen_by_students_is_ours_without_the_hidden_part() -> None:
    for lab in LABS:
        ours = {cell["id"]: "".join(cell["source"]) for cell in json.loads(case(lab).master.text)["cells"]}
        released = {cell.id: cell.source for cell in case(lab).cells()}
        assert all(
            without(ours[name], HIDDEN).strip() == released[name].strip() for name in ours if name.startswith("test_")
        )
