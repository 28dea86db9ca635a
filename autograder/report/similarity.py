"""Near-identical submissions of one lab: what two students wrote alike that two students would hardly write alike by
chance.

After MOSS: an answer is a set of short runs of tokens, in which names, comments, strings' words and white space do not
count and what the released stub holds is taken out. A short exercise has few right answers, so sharing one proves
little. Therefore each answer that two students share counts by how rare it is: few others in the class have it, and it
is long. Where they share some of many answers, it counts in how many ways they could have shared as many. A pair is
told of when both hold: most of one submission is in the other, and so much rare sharing is expected by chance once in a
hundred classes.

This is a hint for an instructor who reads both, not a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb, log

import numpy as np
from numpy.typing import NDArray

from autograder.report.runs import Compared, Matrix, compared

ALIKE = 0.8  # two answers are alike when they have this share of their runs in common
ABOUT = 0.1  # so much less alike still counts as alike when a third answer is compared with two
SHARE = 0.8  # so much of the smaller of two submissions has to be in the other one
CHANCE = 0.01  # expected groups of honest students in a class
# The imagined class: its size, the length in runs by which an answer becomes rarer, and the least that is expected of
# any.
BEFORE, TYPICAL, LEAST = 10, 15, 0.1


@dataclass(frozen=True)
class Group:
    """Students whose submissions are near-identical, how much of a submission the least alike two of them share (0 to
    1), and where.
    """

    students: tuple[str, ...]
    share: float
    exercises: tuple[str, ...]


def groups(answers: Mapping[str, Mapping[str, str]], released: Mapping[str, str]) -> list[Group]:
    """The groups of near-identical submissions of one lab, the largest first.

    Args:
        answers: the source of each answer, by student and exercise; an exercise may be missing.
        released: what the student's cell held at first, by exercise; one that is no Python code is an answer in words.
    """
    students = sorted(answers)
    if len(students) < 2:
        return []
    shape = (len(students), len(students))
    shared, evidence = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    sizes = np.zeros(len(students), np.float32)
    alike: dict[str, NDArray[np.bool_]] = {}
    for exercise in sorted({name for sent in answers.values() for name in sent}):
        sources = [answers[student].get(exercise, "") for student in students]
        found_in = compared(sources, released.get(exercise, ""))
        which = found_in.which
        everybody = np.ix_(which, which)
        shared += found_in.common[everybody]
        sizes += found_in.lengths[which]
        is_alike = found_in.likeness >= ALIKE
        alike[exercise] = is_alike[everybody]
        evidence += np.where(is_alike, _surprise(found_in), np.float32(0))[everybody]
    smaller = np.minimum(sizes[:, None], sizes[None, :])
    share = np.divide(shared, smaller, out=np.zeros(shape, np.float32), where=smaller > 0)
    pairs = len(students) * (len(students) - 1) / 2
    linked = (share >= SHARE) & (evidence - _choices(answers, students, alike) > log(pairs / CHANCE))
    np.fill_diagonal(linked, False)
    for own in (share, *alike.values()):
        np.fill_diagonal(own, 1)
    found = []
    for members in _components(linked):
        within = np.ix_(members, members)
        exercises = tuple(name for name, same in alike.items() if same[within].all())
        found.append(
            Group(tuple(students[member] for member in members), round(float(share[within].min()), 3), exercises)
        )
    return sorted(found, key=lambda group: (-len(group.students), -group.share, group.students))


def _surprise(found: Compared) -> Matrix:
    """How surprising it is that two students' answers are so alike: -log of the chance, from how many others are and
    how long they are.

    The class says how frequent that is; the two themselves do not count. To that comes an imagined class before this
    one, in which an answer is the rarer the longer it is, so that two long answers surprise even where a class has two
    students.
    """
    students = np.bincount(found.which)
    count, lengths = len(found.which), found.lengths
    as_alike = np.empty_like(found.likeness)
    for place, row in enumerate(found.likeness):
        order = np.argsort(row)
        before = np.concatenate(([0], np.cumsum(students[order])))
        as_alike[place] = count - before[np.searchsorted(row[order], row - ABOUT)]
    others = np.maximum(np.maximum(as_alike, as_alike.T) - 2, 0)
    length = np.minimum(lengths[:, None], lengths[None, :])
    imagined = np.maximum(BEFORE * np.exp(-length / TYPICAL), LEAST)
    surprise: Matrix = -np.log((others + imagined) / (count - 2 + BEFORE))
    return surprise


def _choices(
    answers: Mapping[str, Mapping[str, str]], students: list[str], alike: Mapping[str, NDArray[np.bool_]]
) -> Matrix:
    """The log of the number of ways in which two could share as many of the answers that both have."""
    both, same = np.zeros((2, len(students), len(students)), np.int64)
    for exercise, found in alike.items():
        has = np.array([exercise in answers[student] for student in students])
        pairs = has[:, None] & has[None, :]
        both += pairs
        same += pairs & found
    most = len(alike) + 1
    logs = np.array([[log(comb(n, k)) if k <= n else 0.0 for k in range(most)] for n in range(most)], np.float32)
    return logs[both, same]


def _components(linked: NDArray[np.bool_]) -> list[list[int]]:
    """Those who are linked, directly or through others, by their places."""
    seen: set[int] = set()
    found = []
    for start in range(len(linked)):
        if start in seen or not linked[start].any():
            continue
        members, todo = {start}, [start]
        while todo:
            fresh = set(np.flatnonzero(linked[todo.pop()]).tolist()) - members
            members |= fresh
            todo += fresh
        seen |= members
        found.append(sorted(members))
    return found
