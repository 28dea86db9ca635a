"""Which of the named answers a run takes: a fixed sample, and with ALL_ANSWERS=1, as in the nightly run, all.

Of each family one answer in EVERY of its kind is taken, and at least one. A family are the wrong answers to an exercise
that fail one concept alone, those that fail several, its right answers, or its shortcuts. First come those that know
the visible examples by heart, without which no hidden region would be needed; then a digest of their names decides, so
that another answer changes little.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Sequence

from autograder.course.answers import Answer
from autograder.diagnosis.fingerprints import by_heart
from tests.support.sampling import ALL_ANSWERS

EVERY = {"wrong": 16, "right": 5, "shortcut": 4}
# Its answers train networks, some 10 s each: one right, one wrong and one shortcut.
TRAINED = "my_model"
# Tests of their own call for these, by name.
CALLED_FOR = frozenset({("corr2d", "flipped_both"), ("corr2d", "no_error")})


def sample(answers: Sequence[Answer], *, everything: bool = ALL_ANSWERS) -> list[Answer]:
    """Those of the answers of one exercise that are taken, in their order."""
    if everything:
        return list(answers)
    families: defaultdict[Hashable, list[Answer]] = defaultdict(list)
    for answer in answers:
        families[_family(answer)].append(answer)
    taken = {
        (answer.kind, answer.name)
        for members in families.values()
        for answer in sorted(members, key=first)[: -(-len(members) // _every(members[0]))]
    }
    return [answer for answer in answers if (answer.kind, answer.name) in taken]


def _every(answer: Answer) -> int:
    return 1000 if answer.exercise == TRAINED else EVERY[answer.kind]


def _family(answer: Answer) -> Hashable:
    """What stands for one another; who is alone in it is always taken."""
    if (answer.exercise, answer.name) in CALLED_FOR:
        return answer.name
    if answer.kind == "wrong" and answer.exercise != TRAINED:
        return answer.kind, answer.fails if len(answer.fails) == 1 else "several"
    return answer.kind


def first(answer: Answer) -> tuple[bool, str]:
    """What to sort a family by, to take the first few."""
    return not by_heart(answer.name), place(answer)


def place(answer: Answer) -> str:
    """What to sort answers by, to take the first few: as good as drawn, and the same in each run."""
    return hashlib.sha256(f"{answer.exercise}/{answer.name}".encode()).hexdigest()
