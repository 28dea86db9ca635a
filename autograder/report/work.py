"""What grading took: the repairs made on the way in, and time and memory a submission."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from autograder.gradebook.records import Cost
from autograder.report.gathering import Result
from autograder.report.plots import columns, histogram
from autograder.report.shown import Cell, Link, Part, Section, lab_in_words, number, parts, table, text, who, whose

MOST_COLUMNS = 10
MIB = 2**20


def repairs(results: Sequence[Result]) -> Section:
    """Each kind of repair, the most frequent first."""
    seen: dict[str, list[Link]] = {}
    for result in results:
        for repair in result.repairs:
            seen.setdefault(str(repair), []).append(result.link())
    ordered = sorted(seen.items(), key=lambda item: (-len(item[1]), item[0]))
    lines = ((text(repair), Cell(who=(who(links),))) for repair, links in ordered)
    mended = sum(bool(result.repairs) for result in results)
    made = table("What had to be mended in notebooks before they could be graded", ("repair", "students"), lines)
    note = "None of these costs points."
    return Section(
        "repairs",
        "Repairs",
        parts(Part(made, fold=f"{mended} mended")),
        note,
        "No notebook had to be mended.",
        str(mended),
    )


def costs(results: Sequence[Result], *, several: bool = False) -> Section:
    """Time and memory, the slowest first."""
    known = [(result, result.cost) for result in results if result.cost is not None]
    ordered = sorted(known, key=lambda pair: (-pair[1].seconds, pair[0].student, pair[0].lab))
    lines = (
        (
            whose(result.link()),
            *([text(lab_in_words(result.lab))] if several else []),
            number(_seconds(cost.seconds), result.page),
            number(_seconds(cost.cpu_seconds), result.page),
            number(_mib(cost), result.page),
        )
        for result, cost in ordered
    )
    heads = ("student", *(["lab"] if several else []), "seconds", "seconds of processor", "MiB")
    everybody = table("What each exam took, the slowest first", heads, lines)
    missing = len(results) - len(known)
    note = f"Of {missing} submissions it is not known: they were graded before it was noted." if missing else ""
    if not known:
        return Section("costs", "Time and memory", (), note, "No figures yet.")
    seconds, memory = [cost.seconds for _, cost in known], [cost.memory / MIB for _, cost in known]
    total = (
        f"{len(known)} exams took {_duration(sum(seconds))} one after the other: "
        f"{_seconds(median(seconds))} s each (median)"
    )
    note = f"{total}, {_seconds(max(seconds))} s the longest; at most {max(memory):.0f} MiB. {note}".strip()
    return Section(
        "costs",
        "Time and memory",
        (
            _spread("Submissions by seconds", known, seconds, "seconds", several),
            _spread("Submissions by memory", known, memory, "MiB", several),
            Part(everybody, fold=f"All {len(known)} submissions"),
        ),
        note,
    )


def _spread(
    title: str, known: Sequence[tuple[Result, Cost]], figures: Sequence[float], unit: str, several: bool
) -> Part:
    found = columns(figures, 0.0, 0.0, MOST_COLUMNS)
    members = ((column, [known[index][0] for index in column.members]) for column in found)
    lines = (
        (number(column.label), Cell(who=(who(map(_named if several else Result.link, mine)),)))
        for column, mine in members
        if mine
    )
    return Part(table(title, (unit, "students"), lines), histogram(title, found, unit), "The numbers, and who", title)


def _named(result: Result) -> Link:
    return Link(f"{result.shown}, {lab_in_words(result.lab)}", result.page)


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.0f}"


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def _mib(cost: Cost) -> str:
    return f"{cost.memory / MIB:.0f}"
