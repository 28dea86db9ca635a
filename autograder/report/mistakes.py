"""What the answers get wrong: the named misconceptions by frequency, what nobody has named yet, and what was not
written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.answers import ANSWERS, read_answers
from autograder.diagnosis.naming import Diagnosis
from autograder.report.gathering import Result
from autograder.report.plots import Bar, bars
from autograder.report.shown import Cell, Link, Part, Section, Table, parts, table, text, who

MOST_BARS = 12
NOT_NAMED = (
    "No mistake that this course knows. Where many students meet here, the mistake deserves a "
    "name: docs/authoring/answers.md says how."
)

Says = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Mistake:
    """One mistake in one exercise, and who made it. `name` is that of a wrong answer, or a diagnosis's kind where it
    has none.
    """

    exercise: str
    name: str
    says: str
    students: tuple[Link, ...]

    @property
    def label(self) -> str:
        return f"{self.exercise} · {self.name.replace('_', ' ')}"


def known_sentences(course: Path, results: Iterable[Result]) -> Says:
    """What each named wrong answer does, by exercise and name, for the exercises that have a diagnosis."""
    exercises = {exercise for result in results for exercise in result.looked.diagnoses}
    found = (answer for exercise in sorted(exercises) for answer in read_answers(course / ANSWERS, exercise))
    return {(answer.exercise, answer.name): answer.says for answer in found}


def mistakes_of(results: Iterable[Result], sentences: Says) -> list[Mistake]:
    """All mistakes, the most frequent first. An answer with two faults counts for both."""
    pairs = [(result, diagnosis) for result in results for diagnosis in result.looked.diagnoses.values()]
    says_of = {**{(one.exercise, one.name): one.says for _, one in pairs if not one.also}, **sentences}
    seen: dict[tuple[str, str, str], list[Link]] = {}
    for result, diagnosis in pairs:
        for name, says in _named(diagnosis, says_of):
            seen.setdefault((diagnosis.exercise, name, says), []).append(result.link(diagnosis.exercise))
    found = [Mistake(*key, tuple(sorted(set(links)))) for key, links in seen.items()]
    return sorted(found, key=lambda mistake: (-len(mistake.students), mistake.exercise, mistake.name, mistake.says))


def _named(diagnosis: Diagnosis, sentences: Says) -> Iterable[tuple[str, str]]:
    """Each fault with what it does; a diagnosis without a name says that itself, of this one answer."""
    if diagnosis.name == diagnosis.kind:
        yield diagnosis.name, diagnosis.says_in_full
        return
    for name in (diagnosis.name, *diagnosis.also):
        yield name, sentences.get((diagnosis.exercise, name), diagnosis.says if name == diagnosis.name else "")


def mistakes(title: str, found: Sequence[Mistake], note: str, most: int | None = None) -> Section:
    """The mistakes by frequency; the last two parts are what has no name, and what was not written."""
    named = [mistake for mistake in found if mistake.name not in ("stub", "unnamed")][:most]
    plot = bars(
        "The most frequent mistakes, by students",
        [
            Bar(mistake.label, (("failed", len(mistake.students)),), str(len(mistake.students)))
            for mistake in named[:MOST_BARS]
        ],
    )
    unnamed = [mistake for mistake in found if mistake.name == "unnamed"][:most]
    stubs = [mistake for mistake in found if mistake.name == "stub"][:most]
    return Section(
        "mistakes",
        title,
        parts(
            Part(_table("Mistakes, the most frequent first", named), plot, "The numbers, and who"),
            Part(_plain_table("Wrong in a way without a name", unnamed), title="Without a name", note=NOT_NAMED),
            Part(_plain_table("Exercises that were left as they came", stubs), title="Not written"),
        ),
        note,
        "No answer that was graded is wrong, or they were graded before mistakes were named.",
        str(len(named)),
    )


def _table(caption: str, found: Sequence[Mistake]) -> Table:
    lines = ((text(mistake.label, mistake.says), Cell(who=(who(mistake.students),))) for mistake in found)
    return table(caption, ("exercise and mistake", "students"), lines)


def _plain_table(caption: str, found: Sequence[Mistake]) -> Table:
    lines = ((text(mistake.exercise), Cell(who=(who(mistake.students),))) for mistake in found)
    return table(caption, ("exercise", "students"), lines)
