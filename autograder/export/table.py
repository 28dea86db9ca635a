"""A table in a file that another system wrote: single cells can be changed while every other byte stays.

Python's `csv` keeps neither quotation marks nor ends of lines. Here every cell has its place in the file.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course.model import CourseError

DELIMITERS = ",;\t"
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
BYTE_ORDER_MARK = "\ufeff"
QUOTED = '"\r\n'  # what stands in quotation marks alone, besides the delimiter
AS_CSV = "save it as CSV, or download it again, and do not open it in between"


@dataclass(frozen=True)
class Field:
    """One cell: what it says, and where in the text it stands, quotation marks included."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Table:
    """A file as text, and its cells. `rows` has all of its lines, the header first."""

    path: Path
    text: str
    encoding: str
    delimiter: str
    rows: tuple[tuple[Field, ...], ...]

    @property
    def header(self) -> list[str]:
        return [field.text.strip() for field in self.rows[0]]

    def cell(self, row: int, column: int) -> str:
        """What a cell says, "" for one that a short line does not have."""
        return self.rows[row][column].text.strip() if column < len(self.rows[row]) else ""


def read_table(path: Path) -> Table:
    """The table in a file: separated by commas, semicolons or tabs, in UTF-8, UTF-16 or Latin-1, with a byte order mark
    or without.

    Raises:
        OSError: it cannot be read.
        CourseError: it is not there, or no such table; the message names the file, the line and the cure.
    """
    if not path.exists():
        raise CourseError(f"{path}: no such file; name the table that your learning platform has exported")
    text, encoding = _decoded(path.read_bytes(), path)
    readings: dict[str, tuple[tuple[Field, ...], ...]] = {}
    problems: list[CourseError] = []
    for delimiter in DELIMITERS:
        try:
            readings[delimiter] = tuple(_rows(text, delimiter, path))
        except CourseError as error:
            problems.append(error)
    if not readings:
        raise problems[0]
    delimiter = max(readings, key=lambda mark: len(readings[mark][0]) if readings[mark] else 0)
    if not readings[delimiter] or len(readings[delimiter][0]) < 2:
        raise CourseError(f"{path}: there is no table with a header in it; {AS_CSV}")
    return Table(path, text, encoding, delimiter, readings[delimiter])


def with_cells(table: Table, changes: Mapping[tuple[int, int], str]) -> bytes:
    """The file's bytes with other words in these cells (row, column). A cell that was quoted stays so; one whose words
    need quotation marks gets them.

    Raises:
        IndexError: there is no such cell.
    """
    pieces, end = [], 0
    edits = [(table.rows[row][column], words) for (row, column), words in changes.items()]
    for field, words in sorted(edits, key=lambda edit: edit[0].start):
        was_quoted = table.text[field.start : field.start + 1] == '"'
        if was_quoted or any(mark in words for mark in (table.delimiter, *QUOTED)):
            words = '"' + words.replace('"', '""') + '"'
        pieces += [table.text[end : field.start], words]
        end = field.end
    return "".join([*pieces, table.text[end:]]).encode(table.encoding)


def _decoded(data: bytes, path: Path) -> tuple[str, str]:
    encodings = [encoding for mark, encoding in MARKS if data.startswith(mark)] or ["utf-8", "latin-1"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise CourseError(f"{path}: it is no text (an Excel workbook?); {AS_CSV}")


def _rows(text: str, delimiter: str, path: Path) -> Iterator[tuple[Field, ...]]:
    end_of_cell = rf"({delimiter}|\r\n|\r|\n|\Z)"
    cell = re.compile(rf'(?:"((?:[^"]++|"")*+)"|([^"{delimiter}\r\n][^{delimiter}\r\n]*+)?){end_of_cell}')
    place = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    row: list[Field] = []
    while place < len(text) or row:
        match = cell.match(text, place)
        if match is None:
            line = text.count("\n", 0, place) + 1
            raise CourseError(
                f"{path}: line {line}: a quotation mark stands where none may or is never closed; {AS_CSV}"
            )
        words = match[1].replace('""', '"') if match[1] is not None else match[2] or ""
        row.append(Field(words, match.start(), match.start(3)))
        place = match.end()
        if match[3] != delimiter:
            yield tuple(row)
            row = []
