"""Regions between markers, in any text: what is cut out and what is left are all of it, and nbgrader cuts at the same
places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import nbformat
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

from autograder.course.model import Cell, Kind, Lab
from autograder.course.regions import HIDDEN, REGIONS, SCHEME, SOLUTION, within, without
from autograder.release.rules import _regions

Region = tuple[str, str]
MARKERS = tuple(marker for region in REGIONS for marker in region)

plain_lines = st.text(st.characters(exclude_characters="\n"), max_size=6)
marker_lines = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "    ", "x = 1  ", "# ", "x", "_", "\t"]),
    st.sampled_from(
        MARKERS + tuple(marker.strip("#= ") for marker in MARKERS) + tuple(marker.lower() for marker in MARKERS)
    ),
    st.sampled_from(["", " ", " # so", "x", "ING"]),
)
one_line_regions = st.sampled_from(REGIONS).map(" ".join)
sources = st.lists(plain_lines | marker_lines | st.sampled_from(MARKERS) | one_line_regions, max_size=12).map("\n".join)
regions = st.lists(st.sampled_from(REGIONS), min_size=1, max_size=3, unique=True)


def lines_of(text: str) -> Counter[str]:
    """The lines that say something; of blank ones nobody can tell which they were."""
    return Counter(line for line in text.split("\n") if line)


def is_part(text: str, source: str) -> bool:
    """Whether the text's lines stand in the source in the same order."""
    rest = iter(source.split("\n"))
    return not text or all(line in rest for line in text.split("\n"))


@given(sources, regions)
@example("a\n### BEGIN SOLUTION\nb\n### END SOLUTION\nc", [SOLUTION])
@example("### END SOLUTION\n### BEGIN SOLUTION\n### BEGIN HIDDEN TESTS", [SOLUTION])
def test_what_is_left_and_what_is_cut_out_are_all_lines_but_the_markers(source: str, chosen: list[Region]) -> None:
    left, inside = without(source, *chosen), within(source, *chosen)
    assert is_part(left, source)
    assert is_part(inside, source)
    rest = lines_of(source)
    rest.subtract(lines_of(left) + lines_of(inside))
    markers = [marker for region in chosen for marker in region]
    assert all(count >= 0 for count in rest.values())
    assert all(any(marker in line for marker in markers) for line in rest.elements())


@given(sources, regions)
def test_nothing_more_is_found_in_what_was_cut_already(source: str, chosen: list[Region]) -> None:
    left, inside = without(source, *chosen), within(source, *chosen)
    assert (without(left, *chosen), within(left, *chosen)) == (left, "")
    assert (without(inside, *chosen), within(inside, *chosen)) == (inside, "")


@given(st.lists(plain_lines | marker_lines, max_size=8), regions)
def test_a_text_without_a_beginning_stays_as_it_is(lines: list[str], chosen: list[Region]) -> None:
    source = "\n".join(line for line in lines if not any(begin in line for begin, _ in chosen))
    assert without(source, *chosen) == source
    assert within(source, *chosen) == ""


@given(
    st.lists(st.tuples(st.lists(plain_lines, max_size=3), st.lists(plain_lines, max_size=3)), max_size=3),
    st.sampled_from(REGIONS),
)
def test_pairs_of_markers_cut_out_what_stands_between_them(
    parts: list[tuple[list[str], list[str]]], region: Region
) -> None:
    assume(not any(marker in line for outside, inside in parts for line in (*outside, *inside) for marker in region))
    lines = [line for outside, inside in parts for line in (*outside, region[0], *inside, region[1])]
    source = "\n".join([*lines, "end"])
    assert without(source, region) == "\n".join([*(line for outside, _ in parts for line in outside), "end"])
    assert within(source, region) == "\n".join(line for _, inside in parts for line in inside)


KINDS: tuple[tuple[Kind, Region], ...] = (("solution", SOLUTION), ("test", HIDDEN), ("manual", SCHEME))


CLEARS = (ClearSolutions(code_stub={"python": "STUB"}), ClearHiddenTests(), ClearMarkScheme())


def cut_by_nbgrader(kind: Kind, source: str) -> str:
    """What stock nbgrader leaves of a cell; a RuntimeError where it refuses."""
    cell = nbformat.from_dict(
        {"cell_type": "markdown" if kind == "manual" else "code", "metadata": {}, "source": source}
    )
    if kind == "solution":
        CLEARS[0]._replace_solution_region(cell, "python")
    elif kind == "test":
        CLEARS[1]._remove_hidden_test_region(cell)
    else:
        CLEARS[2]._remove_mark_scheme_region(cell)
    return str(cell.source)


def breaks(kind: Kind, source: str) -> Sequence[str]:
    return list(_regions(Lab("01_lab", "lab", Path("lab.ipynb"), (Cell("cell", kind, source),), ())))


@st.composite
def graded_cells(draw: st.DrawFn) -> tuple[Kind, Region, str]:
    """The source of a cell with regions as they should be, and at most one line that may break a rule."""
    kind, region = draw(st.sampled_from(KINDS))
    inside = st.lists(plain_lines, max_size=2).map(lambda lines: [region[0], *lines, region[1]])
    parts = draw(st.lists(inside | plain_lines.map(lambda line: [line]), max_size=4))
    lines = [line for part in parts for line in part]
    lines[draw(st.integers(0, len(lines))) : 0] = draw(
        st.just([]) | st.just([]) | marker_lines.map(lambda line: [line])
    )
    return kind, region, "\n".join(lines)


@given(graded_cells())
@example((*KINDS[1], "xBEGIN HIDDEN TESTS"))
@example((*KINDS[1], "### BEGIN HIDDEN TESTS\nxEND HIDDEN TESTS\nsecret\n### END HIDDEN TESTS"))
def test_where_our_rules_let_a_cell_pass_nbgrader_cuts_as_we_do(written: tuple[Kind, Region, str]) -> None:
    kind, region, source = written
    assume(not breaks(kind, source))
    expected = without(source, region)
    cut = cut_by_nbgrader(kind, source)
    if kind == "solution":
        cut = "\n".join(line for line in cut.split("\n") if line.strip() != "STUB")
        expected = "\n".join(line for line in expected.split("\n") if line.strip() != "STUB")
    assert cut == expected


@pytest.mark.parametrize("kind, region", KINDS)
def test_the_rules_let_cells_with_regions_pass(kind: Kind, region: Region) -> None:
    assert not breaks(kind, "\n".join(["a", *region, "b", f"  {region[0]}", "c", region[1]]))
    assert breaks(kind, "\n".join(["a", region[0]]))
