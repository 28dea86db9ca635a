"""`cnnlab.check(corr2d)`: asks all public questions of an exercise.

It shows a verdict for each concept, a picture of the first window that is wrong, and which hint to open next.
"""

from __future__ import annotations

import contextlib
import html
import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cnnlab.probes import exercises, probes_of
from cnnlab.probing.asking import put
from cnnlab.probing.failing import Failing, failing_of
from cnnlab.probing.failing_picture import CAPTION, SHEET, draw_failing
from cnnlab.probing.outcomes import Outcome
from cnnlab.probing.questions import Probe
from cnnlab.probing.verdicts import verdict

NOT_WRITTEN = "not written yet"
STOPPED = "You stopped the check while it waited for an answer: is there a loop that never ends?"
NOT_ASKED = "not asked: the check was stopped"
HINTS = (
    "Next: open Hint 1 below the exercise's statement, change your code, and check again.",
    "Next: open Hint 2 below the exercise's statement.",
    "Next: open Hint 3 below the exercise's statement; it has the steps in order.",
    "Next: go through Hint 3 line by line beside your code, with the numbers of the call above.",
)

_tries: dict[str, tuple[int, Any]] = {}  # exercise → wrong answers in this session, and the latest one


@dataclass(frozen=True, repr=False)
class Check:
    """The result of `check`; as the last line of a cell it is shown.

    Attributes:
        exercise: its name.
        verdicts: for each concept "" when it is right, or else what is wrong, in words.
        failing: the numbers of the picture, if there is one.
        hint: what to do next; "" when all is right.
    """

    exercise: str
    verdicts: dict[str, str]
    failing: Failing | None = None
    hint: str = ""

    @property
    def passed(self) -> bool:
        """Whether every concept is right."""
        return not any(self.verdicts.values())

    @property
    def headline(self) -> str:
        """The result in one sentence."""
        right, total = sum(not message for message in self.verdicts.values()), len(self.verdicts)
        if set(self.verdicts.values()) == {NOT_WRITTEN}:
            return f"{self.exercise} is {NOT_WRITTEN}: replace its `raise NotImplementedError(…)` by your code."
        if self.passed:
            return f"{self.exercise}: all {total} concepts are right. The graded checks ask the same of other inputs."
        return f"{self.exercise}: {right} of {total} concepts are right."

    def __repr__(self) -> str:
        lines = [
            self.headline,
            *(f"{mark} {names}: {message}".replace("\n", "\n    ") for mark, names, message in self._rows()),
        ]
        return "\n".join([*lines, *([self.hint] if self.hint else [])])

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<li style="margin:4px 0;white-space:pre-wrap"><span aria-hidden="true">{mark}</span> '
            f"<b>{html.escape(names)}</b>: "
            f"{html.escape(_without_explanation(message) if self.failing else message)}</li>"
            for mark, names, message in self._rows()
        )
        list_tag = f'<ul style="margin:0;padding:0;list-style:none">{rows}</ul>' if rows else ""
        picture = draw_failing(self.failing) if self.failing else ""
        hint = f'<p style="margin:8px 0 0">{html.escape(self.hint)}</p>' if self.hint else ""
        return (
            f'<section aria-label="Check of {html.escape(self.exercise)}" style="{SHEET};line-height:1.45">'
            f'<p style="{CAPTION}">{html.escape(self.headline)}</p>{list_tag}{picture}{hint}</section>'
        )

    def _rows(self) -> Iterator[tuple[str, str, str]]:
        """A mark, the names of concepts, and their message; concepts with the same message share a row."""
        if set(self.verdicts.values()) == {NOT_WRITTEN}:
            return
        groups: dict[str, list[str]] = {}
        for concept, message in self.verdicts.items():
            groups.setdefault(message or concept, []).append(concept)
        for concepts in groups.values():
            message = self.verdicts[concepts[0]]
            names = ", ".join(concept.replace("_", " ") for concept in concepts)
            yield "✗" if message else "✓", names, message or "right"


def check(function: Callable[..., Any]) -> Check:
    """Ask your answer all public questions of its exercise, and say what is right and what is not.

    As in the graded checks, it runs from scratch, and what it prints is dropped. These inputs are public; the graded
    checks ask the same of other inputs.

    Args:
        function: the function itself, or the class: `cnnlab.check(corr2d)`. Its name tells the exercise.

    Returns:
        A `Check`: `.passed`, `.verdicts` by concept, and, as the last line of a cell, a picture of the first window
        that is wrong.

    Raises:
        TypeError: not a function or class, but for instance its result.
        ValueError: no exercise has this name.
    """
    name = getattr(function, "__name__", None)
    if not callable(function) or not isinstance(name, str):
        raise TypeError(
            f"cnnlab.check takes the function or class itself, as in cnnlab.check(corr2d), "
            f"but got a {type(function).__name__}."
        )
    if name not in exercises():
        raise ValueError(
            f"No exercise is called {name!r}, so there is nothing to check it with. "
            f"The exercises are {', '.join(exercises())}. "
            "Keep the name that the exercise gives your function."
        )
    probes = probes_of(name)
    outcomes = list(_outcomes(probes, function))
    if all(outcome.name == "NotImplementedError" for outcome in outcomes):
        return Check(name, {probe.concept: NOT_WRITTEN for probe in probes})
    verdicts = {probe.concept: "" for probe in probes}
    failing = None
    for probe, outcome in zip(probes, outcomes, strict=False):
        text = STOPPED if outcome.name == "KeyboardInterrupt" else verdict(probe, outcome)
        verdicts[probe.concept] = verdicts[probe.concept] or text
        failing = failing or failing_of(probe, outcome)
    for probe in probes[len(outcomes) :]:
        verdicts[probe.concept] = verdicts[probe.concept] or NOT_ASKED
    return Check(name, verdicts, failing, _next_hint(name, function, passed=not any(verdicts.values())))


def _without_explanation(message: str) -> str:
    """A message without the indented lines that say how a value comes about: the picture shows that."""
    return "\n".join(line for line in message.split("\n") if not line.startswith("  "))


def _outcomes(probes: tuple[Probe, ...], function: Any) -> Iterator[Outcome]:
    """What comes back from each probe, up to the one that the user interrupts."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        for probe in probes:
            outcome = put(probe, function)
            yield outcome
            if outcome.name == "KeyboardInterrupt":
                return


def _next_hint(name: str, function: Any, *, passed: bool) -> str:
    """The next hint for each new wrong answer, and the same one again for the same answer."""
    if passed:
        _tries.pop(name, None)
        return ""
    count, latest = _tries.get(name, (0, None))
    if latest is not function:
        count += 1
    _tries[name] = (count, function)
    return HINTS[min(count, len(HINTS)) - 1]
