"""A table that somebody else's system wrote, whatever its form: what is changed is what was asked for, and every other
byte stays.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.course.model import CourseError
from autograder.export.table import BYTE_ORDER_MARK, Table, read_table, with_cells

FORMS = (
    ("utf-8", b""),
    ("utf-8", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
    ("latin-1", b""),
)

letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
latin_letters = st.characters(max_codepoint=255, exclude_characters="\0")


@dataclass(frozen=True)
class Written:
    """A file as some system would write it, and what its cells say."""

    data: bytes
    cells: list[list[str]]


def cell_written(words: str, delimiter: str, quoted: bool) -> str:
    needed = any(letter in words for letter in f'{delimiter}"\r\n')
    return '"' + words.replace('"', '""') + '"' if quoted or needed else words


@st.composite
def files(draw: st.DrawFn) -> Written:
    """Two to four columns, lines of any length, quoted where it must be and where it need not."""
    encoding, mark = draw(st.sampled_from(FORMS))
    delimiter, end = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    words = st.text(latin_letters if encoding == "latin-1" else letters, max_size=6) | st.sampled_from(
        ["", "7.5", "N/A", " x ", 'a"b', "a\nb"]
    )
    width = draw(st.integers(2, 4))
    heading = (
        "colonne \N{LATIN SMALL LETTER E WITH ACUTE}" if encoding == "latin-1" else "column "
    )  # which no UTF-8 has before a digit
    header = [f"{heading}{number}" for number in range(width)]
    rows = [header, *draw(st.lists(st.lists(words, min_size=2, max_size=width), max_size=4))]
    lines = [delimiter.join(cell_written(cell, delimiter, draw(st.booleans())) for cell in row) for row in rows]
    text = end.join(lines) + draw(st.sampled_from(["", end]))
    return Written(mark + text.encode(encoding), rows)


changed_words = st.sampled_from(["7.5", "7,5", "", '"', 'a"b', "a\nb"]) | st.text(
    st.characters(codec="ascii", exclude_characters="\0"), max_size=5
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[Written, dict[tuple[int, int], str]]:
    """A file, and other words for some cells below its header, which tells what separates them."""
    written = draw(files())
    places = [(row, column) for row, cells in enumerate(written.cells) if row for column in range(len(cells))]
    return written, draw(st.dictionaries(st.sampled_from(places), changed_words, max_size=4)) if places else {}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("table") / "grades.csv"


def read(path: Path, data: bytes) -> Table:
    path.write_bytes(data)
    return read_table(path)


def between(table: Table, cells: set[tuple[int, int]]) -> list[str]:
    """What stands before, between and behind these cells in the file's text."""
    fields = sorted((table.rows[row][column] for row, column in cells), key=lambda field: field.start)
    starts, ends = [field.start for field in fields], [field.end for field in fields]
    return [table.text[end:start] for end, start in zip([0, *ends], [*starts, len(table.text)], strict=True)]


@given(files())
def test_a_table_says_what_was_written_into_it(path: Path, written: Written) -> None:
    table = read(path, written.data)
    assert [[field.text for field in row] for row in table.rows] == written.cells
    assert with_cells(table, {}) == written.data


@given(edits())
def test_other_words_stand_in_the_cells_asked_for_and_every_other_byte_stays(
    path: Path, edit: tuple[Written, dict[tuple[int, int], str]]
) -> None:
    written, changes = edit
    before = read(path, written.data)
    data = with_cells(before, changes)
    after = read(path, data)
    assert [[field.text for field in row] for row in after.rows] == [
        [changes.get((row, column), words) for column, words in enumerate(cells)]
        for row, cells in enumerate(written.cells)
    ]
    assert between(after, set(changes)) == between(before, set(changes))
    kept = "".join(between(before, set(changes))).encode(before.encoding)
    fields = [after.rows[row][column] for row, column in changes]
    assert len(data) == len(kept) + sum(
        len(after.text[field.start : field.end].encode(before.encoding)) for field in fields
    )


@given(st.binary(max_size=60) | st.text('ab,;\t"\r\n', max_size=20).map(str.encode))
@example(b"")
@example(codecs.BOM_UTF8)
@example(codecs.BOM_UTF16_LE + b"a")
def test_any_bytes_are_a_table_that_keeps_every_byte_or_an_error_with_the_file_and_the_cure(
    path: Path, data: bytes
) -> None:
    try:
        table = read(path, data)
    except CourseError as error:
        assert str(error).startswith(f"{path}: ")
        assert "save it as CSV" in str(error)
        return
    assert with_cells(table, {}) == data
    fields = [field for row in table.rows for field in row]
    ends = [0 if not table.text.startswith(BYTE_ORDER_MARK) else 1, *(field.end for field in fields)]
    separators = [table.text[end : field.start] for end, field in zip(ends, fields, strict=False)]
    assert separators[0] == ""
    assert set(separators[1:]) <= {table.delimiter, "\r\n", "\r", "\n"}
