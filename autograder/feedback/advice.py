"""What an exercise's part of the page advises: what was wrong, what to do next, and the next step of the hint ladder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from autograder.course.model import Lab
from autograder.feedback.model import Hint

if TYPE_CHECKING:
    from autograder.diagnosis.naming import Diagnosis
    from autograder.feedback.model import Concept

# What a function owes to its callers besides the right numbers: a hint about the numbers does not help there.
MANNERS = ("arguments", "dtype", "errors", "fits", "purity", "unchanged")
HINT = re.compile(r"<details><summary>(Hint \d[^<]*)</summary>\s*(.*?)\s*</details>", re.DOTALL)


def hints_of(lab: Lab, exercise: str) -> tuple[Hint, ...]:
    """The hint ladder in the prose above an exercise."""
    about = next((cell.visible for cell in lab.cells if cell.name == f"about_{exercise}"), "")
    return tuple(Hint(found[1], found[2]) for found in HINT.finditer(about))


def said(diagnosis: Diagnosis | None, concepts: Sequence[Concept], stub: bool) -> str:
    """What was wrong, for a beginner."""
    if diagnosis is not None and diagnosis.says:
        return diagnosis.says
    if stub:
        return ""
    wrong = [concept for concept in concepts if concept.mark == "wrong"]
    if any(concept.mark == "right" for concept in concepts):
        return f"We do not recognise this mistake. Still wrong: {_listed([concept.name for concept in wrong])}."
    return "We do not recognise this mistake. The table says what each check asks for."


def steps(name: str, lost: Sequence[Concept], stub: bool) -> tuple[str, ...]:
    """What to do next; nothing where nothing was lost."""
    if not lost:
        return ()
    if stub:
        return (
            f"Write `{name}` in your notebook, in place of the line that raises NotImplementedError.",
            f"Then run the checks below it. {'They say' if len(lost) > 1 else 'It says'} what was expected, what came, and where.",
        )
    checks = [f"`test_{name}_{concept.name.replace(' ', '_')}`" for concept in lost]
    one = len(checks) == 1
    which = f"the {'check' if one else 'checks'} {_listed(checks)}" if len(checks) <= 3 else f"all checks of `{name}`"
    return (
        f"In your notebook, run {which} below your answer. {'If it fails, its' if one else 'Where one fails, its'} message shows the "
        "example, the value that was expected and yours.",
        f"{'If it passes' if one else 'Where one passes'} in your notebook, your answer holds for the example in view, but not for others. "
        f"`import cnnlab; cnnlab.check({name})`, in a cell of your own, tries more of them and draws the first that is wrong.",
    )


def next_hint(concepts: Sequence[Concept], lost: Sequence[Concept], hints: Sequence[Hint]) -> Hint | None:
    """The first step of the ladder while nothing is right, the second when something is; none where only manners are
    missing.
    """
    if not lost or not hints or (len(lost) < len(concepts) and all(concept.name in MANNERS for concept in lost)):
        return None
    return hints[min(1, len(hints) - 1)] if len(lost) < len(concepts) else hints[0]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
