"""Which exercise an answer is for: the one under whose name the student holds it, as grading looks it up."""

from __future__ import annotations

import ast
import inspect
import linecache
from collections.abc import Mapping
from difflib import get_close_matches
from types import FrameType
from typing import Any

from cnnlab.checks.wording import with_article
from cnnlab.probes import exercises

WANTED = "cnnlab.check takes the function or class itself, as in cnnlab.check(corr2d)"


def exercise_of(answer: Any, space: Mapping[str, Any], written: str = "", asked: str | None = None) -> str:
    """The exercise that `answer` is for.

    Where no name of an exercise leads to it, for instance because another function has it as a local variable, its own
    `__name__` counts.

    Args:
        space: the names of the notebook (or of the function that calls `check`), with what they hold.
        written: the name by which the call hands it in, "" where that is not known. It decides where the same object
            has the names of two exercises.
        asked: the exercise, where the call names it; nothing is looked up then.

    Raises:
        TypeError: it cannot be called, or is an object where the class itself is wanted.
        ValueError: no exercise, or more than one, is held by this name.
    """
    if not callable(answer):
        raise TypeError(f"{WANTED}, but got {with_article(type(answer).__name__)}.")
    if asked is not None:
        if asked not in exercises():
            raise ValueError(f"There is no exercise {asked!r}. {_meant_or_all(_meant(asked))}")
        return asked
    held = [name for name in exercises() if name in space and space[name] is answer]
    if written in held:
        return written
    if len(held) > 1:
        raise ValueError(
            f"You hold this answer under the names of {len(held)} exercises: {', '.join(held)}. "
            f'Say which one to check, for instance: cnnlab.check({held[0]}, exercise="{held[0]}").'
        )
    if held:
        return held[0]
    name = getattr(answer, "__name__", None)
    if name in exercises():
        return str(name)
    kind = type(answer).__name__
    if kind in exercises():
        raise TypeError(f"{WANTED}, but got an object of the class {kind}: write cnnlab.check({kind}).")
    called = repr(name) if isinstance(name, str) else f"this {kind}"
    meant = _meant(written) or _meant(str(name))
    example = meant or "corr2d"
    raise ValueError(
        f"No exercise is called {called}, so there is nothing to check it with. {_meant_or_all(meant)} "
        f"Grading looks for your answer under the exercise's name: assign it to that name, as in `{example} = …`, or "
        f'say which one to check: cnnlab.check({written or "…"}, exercise="{example}").'
    )


def _meant(name: str) -> str:
    """The exercise whose name is nearly this one; "" for none."""
    names = {exercise.lower(): exercise for exercise in exercises()}
    close = get_close_matches(name.lower(), names, n=1, cutoff=0.8)
    return names[close[0]] if close else ""


def _meant_or_all(meant: str) -> str:
    return f"Did you mean {meant}?" if meant else f"The exercises are {', '.join(exercises())}."


def name_written(frame: FrameType) -> str:
    """The name between the brackets of the call that `frame` makes right now, `pad2d` for `cnnlab.check(pad2d)`.

    "" where there is another expression, or where the source cannot be read.
    """
    position = inspect.getframeinfo(frame).positions
    lines = linecache.getlines(frame.f_code.co_filename, frame.f_globals)
    if position is None or position.lineno is None or position.end_lineno is None:
        return ""
    rows = [line.encode() for line in lines[position.lineno - 1 : position.end_lineno]]
    if not rows:
        return ""
    rows[-1] = rows[-1][: position.end_col_offset]  # the columns count bytes
    rows[0] = rows[0][position.col_offset or 0 :]
    try:
        call = ast.parse(b"(" + b"".join(rows) + b"\n)", mode="eval").body
    except (SyntaxError, ValueError):
        return ""
    first = call.args[0] if isinstance(call, ast.Call) and call.args else None
    return first.id if isinstance(first, ast.Name) else ""
