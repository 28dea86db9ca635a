"""What a page advises on an exercise: what was wrong, what to do next, and the next step of the hint ladder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from autograder.course.model import Lab
from autograder.feedback.model import Concept, Hint

if TYPE_CHECKING:
    from autograder.diagnosis.naming import Diagnosis

# Concepts other than the right numbers; hints about the numbers do not help with them.
MANNERS = ("arguments", "dtype", "errors", "fits", "purity", "unchanged")
HINT = re.compile(r"<details><summary>(Hint \d[^<]*)</summary>\s*(.*?)\s*</details>", re.DOTALL)


def hints_of(lab: Lab, exercise: str) -> tuple[Hint, ...]:
    """The hint ladder in the prose above an exercise."""
    about = next((cell.visible for cell in lab.cells if cell.name == f"about_{exercise}"), "")
    return tuple(Hint(match[1], match[2]) for match in HINT.finditer(about))


def explanation(diagnosis: Diagnosis | None, concepts: Sequence[Concept], is_stub: bool) -> str:
    """What was wrong, for a beginner."""
    if diagnosis is not None and diagnosis.says:
        return diagnosis.says
    if is_stub:
        return ""
    wrong = [concept for concept in concepts if concept.mark == "wrong"]
    if any(concept.mark == "right" for concept in concepts):
        return f"We do not recognise this mistake. Still wrong: {_listed([concept.name for concept in wrong])}."
    return "We do not recognise this mistake. The table says what each check asks for."


def steps(name: str, lost: Sequence[Concept], is_stub: bool, own_check: str) -> tuple[str, ...]:
    """What to do next; nothing where no points were lost. `own_check` as in `Subject`."""
    if not lost:
        return ()
    is_single = len(lost) == 1
    if is_stub:
        run = "Then run the check below it. It says" if is_single else "Then run the checks below it. They say"
        return (
            f"Write `{name}` in your notebook, in place of the line that raises NotImplementedError.",
            f"{run} what was expected, what your code returned, and where they differ.",
        )
    checks = [f"`test_{name}_{concept.name.replace(' ', '_')}`" for concept in lost]
    if is_single:
        which, failing, passing = f"the check {checks[0]}", "If it fails, its", "If it passes"
    else:
        which = f"the checks {_listed(checks)}" if len(checks) <= 3 else f"all checks of `{name}`"
        failing, passing = "Where one fails, its", "Where one passes"
    return (
        f"In your notebook, run {which} below your answer. "
        f"{failing} message shows the example, the value that was expected and yours.",
        f"{passing} in your notebook, your answer is right for the example that you see, but not for others. "
        f"{own_check.format(name=name)}".strip(),
    )


def next_hint(concepts: Sequence[Concept], lost: Sequence[Concept], hints: Sequence[Hint]) -> Hint | None:
    """The first step of the ladder while nothing is right, the second when something is; none where all numbers are."""
    if not lost or not hints:
        return None
    if len(lost) == len(concepts):
        return hints[0]
    if all(concept.name in MANNERS for concept in lost):
        return None
    return hints[min(1, len(hints) - 1)]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
