"""The points of exercises in the text of a lab. They are typed once, in nbgrader's metadata of the test cells.

In a Markdown cell `{points}` stands for them: in `about_<exercise>` for those of the exercise, elsewhere for those of
the lab; `{points <exercise>}` stands for those of this exercise in any cell. A number that is typed is held against
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from autograder.course.model import Lab

ABOUT = "about_"
PLACE = re.compile(r"\{points(?: (\w+))?\}")
STATED = re.compile(r"\bPoints: *(\d+(?:\.\d+)?)")
ROW_NAME = re.compile(r"`(\w+)`")


def points_mistyped(lab: Lab) -> Iterator[str]:
    """Numbers in statements and tables that are not what the test cells give, and places that stand for nothing."""
    points = {exercise.name: exercise.points for exercise in lab.exercises}
    for cell in lab.cells:
        if cell.kind != "markdown":
            continue
        owner = cell.name.removeprefix(ABOUT) if cell.name.startswith(ABOUT) else ""
        for name in PLACE.findall(cell.source):
            if name and name not in points:
                yield f"cell {cell.name!r} asks for the points of {name!r}, which is no exercise: correct the name"
        for number in STATED.findall(cell.source):
            if owner in points and float(number) != points[owner]:
                yield _mistyped(cell.name, f"Points: {number}", owner, points[owner], "{points}")
        for name, number in _rows(cell.source):
            if name in points and float(number) != points[name]:
                yield _mistyped(
                    cell.name, f"{number} points in the row of {name}", name, points[name], f"{{points {name}}}"
                )


def _mistyped(cell: str, typed: str, exercise: str, points: float, place: str) -> str:
    return (
        f"cell {cell!r} says {typed!r}, but the test cells of {exercise!r} give {points:g}: write {place} instead of "
        "the number, or correct the points of the test cells"
    )


def _rows(source: str) -> Iterator[tuple[str, str]]:
    """The exercises in the tables of a cell that have a column "points", each with its number there."""
    column = -1
    for line in source.split("\n"):
        cells = [part.strip() for part in line.strip().strip("|").split("|")] if line.lstrip().startswith("|") else []
        if not cells:
            column = -1
        elif "points" in map(str.lower, cells):
            column = [part.lower() for part in cells].index("points")
        elif 0 <= column < len(cells) and re.fullmatch(r"\d+(\.\d+)?", cells[column]):
            for name in dict.fromkeys(found for part in cells for found in ROW_NAME.findall(part)):
                yield name, cells[column]


def with_points(source: str, cell: str, points: Mapping[str, float]) -> str:
    """The text of a Markdown cell with the numbers in their places; `points` by exercise."""
    own = cell.removeprefix(ABOUT) if cell.startswith(ABOUT) else ""

    def number(match: re.Match[str]) -> str:
        name = match[1] or own
        return f"{points[name] if name in points else sum(points.values()):g}"

    return PLACE.sub(number, source)
