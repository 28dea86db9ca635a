"""The course as frozen data, read from `solutions/`: labs, exercises, test cells, points."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from autograder.course.regions import HIDDEN, without

Kind = Literal["markdown", "code", "explore", "setup", "solution", "test", "manual"]


class CourseError(Exception):
    """Something about the course, or the files and options of a command, is wrong; the message names the cure."""


@dataclass(frozen=True)
class Cell:
    """One cell of a source notebook. `name` is both its nbgrader id and its cell id."""

    name: str
    kind: Kind
    source: str
    points: float = 0.0
    exercise: str = ""

    @property
    def concept(self) -> str:
        """`orientation` for the test cell `test_corr2d_orientation`."""
        return self.name.removeprefix(f"test_{self.exercise}_")

    @property
    def visible(self) -> str:
        """The source without its hidden regions."""
        return without(self.source, HIDDEN)


@dataclass(frozen=True)
class Exercise:
    """A solution cell with its test cells, or a manually graded cell, which has none.

    `index` counts the exercises of a lab from 0.
    """

    name: str
    index: int
    cell: Cell
    tests: tuple[Cell, ...] = ()

    @property
    def points(self) -> float:
        return self.cell.points + sum(test.points for test in self.tests)


@dataclass(frozen=True)
class Lab:
    """One notebook of the course, in the order of its cells."""

    id: str
    notebook: str
    path: Path
    cells: tuple[Cell, ...]
    exercises: tuple[Exercise, ...] = field(repr=False)

    @cached_property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.exercises)

    @property
    def setup(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.kind == "setup")

    def exercise(self, name: str) -> Exercise:
        return next(exercise for exercise in self.exercises if exercise.name == name)


def claim(cell: Cell) -> str:
    """What a test cell asks for: the docstring of its first function, or else its concept."""
    functions = [node for node in ast.parse(cell.visible).body if isinstance(node, ast.FunctionDef)]
    text = ast.get_docstring(functions[0]) if functions else None
    return " ".join((text or concept_in_words(cell)).split())


def title(lab: Lab) -> str:
    """ "Lab 1 · Convolution"."""
    number, name = lab.id.split("_")[0], lab.notebook.replace("_", " ").capitalize()
    return f"Lab {int(number)} · {name}" if number.isdecimal() else name


def concept_in_words(cell: Cell) -> str:
    return cell.concept.replace("_", " ")
