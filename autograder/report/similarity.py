"""Near-identical submissions of one lab: what two students wrote alike that two students would hardly write alike by
chance.

After MOSS: an answer is a set of short runs of tokens, in which names, comments, strings' words and white space do not
count and what the released stub holds is taken out. A short exercise has few right answers, so sharing one proves
little. Therefore each answer that two students share counts by how rare it is: few others in the class have it, and it
is long. A pair is told of when both hold: most of one submission is in the other, and so much rare sharing is expected
by chance once in a hundred classes.

This is a hint for an instructor who reads both, not a verdict.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import log

import numpy as np
from numpy.typing import NDArray

RUN = 5  # tokens in a run
LONGEST = 4000  # tokens of an answer that are looked at
ALIKE = 0.8  # two answers are alike when they have this share of their runs in common
ABOUT = 0.1  # so much less alike still counts as alike when a third answer is compared with two
SHARE = 0.8  # so much of the smaller of two submissions has to be in the other one
CHANCE = 0.01  # expected groups of honest students in a class
# The imagined class: its size, the length in runs by which an answer becomes rarer, and the least that is expected of
# any.
BEFORE, TYPICAL, LEAST = 10, 15, 0.1
CHUNK = 4096

TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<string>[rbufRBUF]{0,3}(?:'{3}.*?(?:'{3}|\Z)|\"{3}.*?(?:\"{3}|\Z)|'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?))
  | (?P<number>\d[\w.]*|\.\d[\w.]*)
  | (?P<name>[^\W\d]\w*)
  | (?P<operator>\*\*=?|//=?|<<=?|>>=?|->|:=|[-+*/%@&|^=<>!]=|\S)
  | (?P<space>\s+)
    """,
    re.VERBOSE | re.DOTALL,
)

Matrix = NDArray[np.float32]


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
        stub = released.get(exercise, "")
        runs = [_runs(answers[student].get(exercise, ""), stub) for student in students]
        lengths = np.array([len(run) for run in runs], np.float32)
        common = _common(runs)
        shared += common
        sizes += lengths
        union = lengths[:, None] + lengths[None, :] - common
        likeness = np.divide(common, union, out=np.zeros(shape, np.float32), where=union > 0)
        alike[exercise] = likeness >= ALIKE
        evidence += np.where(alike[exercise], _surprise(likeness, lengths), 0)
    smaller = np.minimum(sizes[:, None], sizes[None, :])
    share = np.divide(shared, smaller, out=np.zeros(shape, np.float32), where=smaller > 0)
    pairs = len(students) * (len(students) - 1) / 2
    linked = (share >= SHARE) & (evidence > log(pairs / CHANCE))
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


def _surprise(likeness: Matrix, lengths: Matrix) -> Matrix:
    """How surprising it is that two students' answers are so alike: -log of the chance, from how many others are and
    how long they are.

    The class says how frequent that is; the two themselves do not count. To that comes an imagined class before this
    one, in which an answer is the rarer the longer it is, so that two long answers surprise even where a class has two
    students.
    """
    ranks = np.array([np.searchsorted(np.sort(row), row - ABOUT) for row in likeness])
    as_alike = (len(lengths) - ranks).astype(np.float32)
    others = np.maximum(np.maximum(as_alike, as_alike.T) - 2, 0)
    length = np.minimum(lengths[:, None], lengths[None, :])
    before = np.maximum(BEFORE * np.exp(-length / TYPICAL), LEAST)
    surprise: Matrix = -np.log((others + before) / (len(lengths) - 2 + BEFORE))
    return surprise


def _common(runs: Sequence[frozenset[int]]) -> Matrix:
    """How many runs each two answers share."""
    owners: dict[int, list[int]] = {}
    for place, mine in enumerate(runs):
        for run in mine:
            owners.setdefault(run, []).append(place)
    common = np.zeros((len(runs), len(runs)), np.float32)
    columns = [owner for owner in owners.values() if len(owner) > 1]
    for start in range(0, len(columns), CHUNK):
        part = columns[start : start + CHUNK]
        has = np.zeros((len(runs), len(part)), np.float32)
        for column, owner in enumerate(part):
            has[owner, column] = 1
        common += has @ has.T
    return common


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


@lru_cache(maxsize=20_000)
def _runs(source: str, stub: str) -> frozenset[int]:
    """The runs of tokens of an answer that the stub does not have."""
    words = not _is_code(stub)
    return _all_runs(source, words) - _all_runs(stub, words)


def _all_runs(source: str, words: bool) -> frozenset[int]:
    tokens = re.findall(r"\w+", source.casefold())[:LONGEST] if words else _tokens(source)
    if not tokens:
        return frozenset()
    pieces = ("\0".join(tokens[start : start + RUN]) for start in range(max(1, len(tokens) - RUN + 1)))
    return frozenset(
        int.from_bytes(blake2b(piece.encode("utf-8", "replace"), digest_size=8).digest()) for piece in pieces
    )


def _tokens(source: str) -> list[str]:
    """The tokens that count. All names are one name, but for keywords and attributes of anything but `self`."""
    tokens: list[str] = []
    before = ["", ""]
    for match in TOKEN.finditer(source):
        kind, text = match.lastgroup, match.group()
        if kind in ("comment", "space") or len(tokens) >= LONGEST:
            continue
        if kind == "string":
            text = "" if before[1] in ("", ":") else "string"  # "" for a docstring
        elif kind == "name" and not keyword.iskeyword(text) and not (before[1] == "." and before[0] != "self"):
            tokens.append("name")
            before = [before[1], text]
            continue
        if text:
            tokens.append(text)
            before = [before[1], text]
    return tokens


@lru_cache(maxsize=1000)
def _is_code(stub: str) -> bool:
    try:
        ast.parse(stub)
    except (SyntaxError, ValueError):
        return False
    return True
