"""The named answers of a course, `tests/answers/<exercise>/{right,wrong,shortcut}/NAME.py`, for tests and diagnosis.

An answer is a Python file that replaces a solution cell. Its head says what it does and which test cells it fails:

    # says: Your function flips the kernel in both directions before it multiplies.
    # fails: orientation

`says` may take several comment lines. `fails` names the concepts whose test cells reject it, in wrong answers only: a
right one fails none, a shortcut fails all. Wrong answers that no probe can tell apart share a third line, `# group: …`,
which says what is true of all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ANSWERS = Path("tests") / "answers"
KINDS = ("right", "wrong", "shortcut")
# How many an exercise needs at the least, for its test cells to be tested and its mistakes to have names.
LEAST = {"right": 3, "wrong": 8, "shortcut": 2}


@dataclass(frozen=True)
class Answer:
    """One file: `kind` is the name of its folder, `name` its own name without the suffix."""

    exercise: str
    kind: str
    name: str
    source: str
    says: str
    fails: tuple[str, ...]
    group: str = ""


def read_answers(answers: Path, exercise: str) -> list[Answer]:
    """The named answers of one exercise below the folder `answers`; none when it has no folder there."""
    return [read_answer(path) for kind in KINDS for path in sorted((answers / exercise / kind).glob("*.py"))]


def lacking(answers: Path, exercise: str) -> str:
    """Which answers an exercise still needs, in words: "2 more right, 7 more wrong"; "" when there are enough."""
    counts = {kind: len(list((answers / exercise / kind).glob("*.py"))) for kind in KINDS}
    missing = {kind: LEAST[kind] - counts[kind] for kind in KINDS if counts[kind] < LEAST[kind]}
    return ", ".join(f"{number} more {kind}" for kind, number in missing.items())


def read_answer(path: Path) -> Answer:
    """One answer, from its file."""
    source = path.read_text(encoding="utf-8")
    head: dict[str, str] = {"says": "", "fails": "", "group": ""}
    key = "says"
    for line in source.split("\n"):
        if not line.startswith("#"):
            break
        text = line.removeprefix("#").strip()
        first, colon, rest = text.partition(":")
        if colon and first in head:
            key, text = first, rest
        head[key] = f"{head[key]} {text.strip()}".strip()
    fails = tuple(concept.strip() for concept in head["fails"].split(",") if concept.strip())
    return Answer(path.parent.parent.name, path.parent.name, path.stem, source, head["says"], fails, head["group"])
