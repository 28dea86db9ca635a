"""Which of the named answers a run takes: a fixed sample, and with ALL_ANSWERS=1, as in the nightly run, all.

Of the wrong answers one in EVERY of each family is taken, and at least one: a family are the answers that fail the same
concepts. First come those that know the visible examples by heart, without which no hidden region would be needed; then
a digest of their names decides, so that another answer changes little. All shortcuts are taken, and all right answers
but of the exercises that train networks.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Hashable, Sequence

from autograder.course.answers import Answer
from autograder.diagnosis.fingerprints import by_heart

ALL = bool(os.environ.get("ALL_ANSWERS"))
EVERY = 4
# Their answers train networks, up to 15 s each: of these exercises one right answer in EVERY is taken, too. Those in
# double precision, which differ most easily, are all held in the exam (`test_both_modes`).
TRAINING = frozenset({"first_checks", "fit", "learn_kernel", "my_model"})
# Tests of their own call for these, by name.
CALLED_FOR = frozenset({("corr2d", "flipped_both"), ("corr2d", "no_error")})


def sample(answers: Sequence[Answer], every: int = EVERY, *, everything: bool = ALL) -> list[Answer]:
    """Those of the answers of one exercise that are taken, in their order."""
    if everything:
        return list(answers)
    families: defaultdict[Hashable, list[Answer]] = defaultdict(list)
    for answer in answers:
        families[_family(answer)].append(answer)
    taken = {
        (answer.kind, answer.name)
        for members in families.values()
        for answer in sorted(members, key=_first)[: -(-len(members) // every)]
    }
    return [answer for answer in answers if (answer.kind, answer.name) in taken]


def _family(answer: Answer) -> Hashable:
    """What stands for one another; who is alone in it is always taken."""
    if answer.kind == "wrong" and (answer.exercise, answer.name) not in CALLED_FOR:
        return answer.kind, frozenset(answer.fails)
    if answer.kind == "right" and answer.exercise in TRAINING:
        return answer.kind
    return answer.kind, answer.name


def _first(answer: Answer) -> tuple[bool, bool, str]:
    return not by_heart(answer.name), answer.kind == "right" and "double" in answer.name, place(answer)


def place(answer: Answer) -> str:
    """What to sort answers by, to take the first few: as good as drawn, and the same in each run."""
    return hashlib.sha256(f"{answer.exercise}/{answer.name}".encode()).hexdigest()
