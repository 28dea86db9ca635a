"""The result of `cnnlab.check`, as text and as a part of a page, and where it is shown."""

from __future__ import annotations

import html
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cnnlab.checks.wording import all_of
from cnnlab.probing.failing import Failing
from cnnlab.probing.failing_picture import CAPTION, SHEET, draw_failing

NOT_WRITTEN = "not written yet"


@dataclass(repr=False)
class Check:
    """The result of `check`.

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
    _shown_in: int | None = field(default=None, compare=False)  # the number of the cell's run that has shown it

    @property
    def passed(self) -> bool:
        """Whether every concept is right."""
        return not any(self.verdicts.values())

    @property
    def headline(self) -> str:
        """The result in one sentence."""
        good, total = sum(not message for message in self.verdicts.values()), len(self.verdicts)
        if set(self.verdicts.values()) == {NOT_WRITTEN}:
            return f"{self.exercise} is {NOT_WRITTEN}: replace its `raise NotImplementedError(…)` by your code."
        if self.passed:
            right = f"{all_of(total)} concepts are right"
            return f"{self.exercise}: {right}. The graded checks ask the same of other inputs."
        return f"{self.exercise}: {good} of {total} concepts are right."

    def show(self) -> None:
        """Show it now: as a page in IPython, as text in a program; a plain Python prompt shows it by itself."""
        shell = _shell()
        if shell is not None:
            from IPython.display import display

            # IPython leaves it unannotated.
            display({"text/plain": repr(self), "text/html": self._repr_html_()}, raw=True)  # type: ignore[no-untyped-call]
            self._shown_in = shell.execution_count
        elif not hasattr(sys, "ps1"):
            print(self)

    def _ipython_display_(self) -> None:
        """Called where it is the last line of a cell, or displayed: not a second time in the cell that has shown it."""
        shell = _shell()
        if shell is None or self._shown_in != shell.execution_count:
            self.show()

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


def _without_explanation(message: str) -> str:
    """A message without the indented lines that say how a value comes about: the picture shows that."""
    return "\n".join(line for line in message.split("\n") if not line.startswith("  "))


def _shell() -> Any:
    """The running IPython; None in a program that has none."""
    if "IPython" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython

    return get_ipython()
