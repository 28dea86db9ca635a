"""The runs of tokens that the answers to one exercise consist of, and how many each two answers share.

Answers with the same runs are one here, whoever wrote them, and so are runs that the same answers have: a class of a
thousand then is a small table.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

RUN = 5  # tokens in a run
LONGEST = 4000  # tokens of an answer that are looked at
CHUNK = 4096  # columns of a table at a time
MOST_CODES = 2**62

TOKEN = re.compile(
    r"""
    \#[^\n]* | \s+
  | ( [rbufRBUF]{0,3}(?:'{3}.*?(?:'{3}|\Z)|\"{3}.*?(?:\"{3}|\Z)|'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?)
    | \d[\w.]*|\.\d[\w.]*
    | [^\W\d]\w*
    | \*\*=?|//=?|<<=?|>>=?|->|:=|[-+*/%@&|^=<>!]=|\S
    )
    """,
    re.VERBOSE | re.DOTALL,
)
NAME = re.compile(r"[^\W\d]\w*")

Matrix = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Compared:
    """The answers to one exercise, each set of runs once.

    Attributes:
        which: the number of its set of runs, for each answer.
        lengths: how many runs each set has.
        common: how many runs each two sets share; with itself, those of a set that another answer has, too.
        likeness: the share of the runs of both that are in both.
    """

    which: Numbers
    lengths: Matrix
    common: Matrix
    likeness: Matrix


def compared(sources: Sequence[str], stub: str) -> Compared:
    """Compare the answers with each other, without the runs that the released `stub` has."""
    words = not _is_code(stub)
    number_of: dict[str, int] = {}
    texts = [number_of.setdefault(source, len(number_of)) for source in sources]
    runs = _runs([*number_of, stub], words)
    released = np.unique(runs.pop())
    sets: dict[bytes, int] = {}
    kept: list[Numbers] = []
    set_of = []
    for mine in runs:
        own = np.unique(mine)
        own = own[~np.isin(own, released, assume_unique=True)]
        number = sets.setdefault(own.tobytes(), len(sets))
        if number == len(kept):
            kept.append(own)
        set_of.append(number)
    which = np.array([set_of[text] for text in texts], np.int64)
    lengths = np.array([len(own) for own in kept], np.float32)
    common = _common(kept, np.bincount(which, minlength=len(kept)))
    union = lengths[:, None] + lengths[None, :] - common
    likeness = np.divide(common, union, out=np.zeros_like(common), where=union > 0)
    return Compared(which, lengths, common, likeness)


def _common(kept: Sequence[Numbers], students: Numbers) -> Matrix:
    """How many runs each two sets share; `students` is how many have each set."""
    common = np.zeros((len(kept), len(kept)), np.float32)
    owners = np.repeat(np.arange(len(kept)), [len(own) for own in kept])
    runs = np.concatenate([*kept, np.zeros(0, np.int64)])
    order = np.argsort(runs, kind="stable")
    starts = np.flatnonzero(np.diff(runs[order], prepend=-1))
    groups = np.split(owners[order], starts[1:]) if len(runs) else []
    counted = Counter(group.tobytes() for group in groups)
    columns = [(np.frombuffer(group, owners.dtype), count) for group, count in counted.items()]
    own = np.zeros(len(kept), np.float32)
    for group, count in columns:
        if students[group].sum() > 1:
            own[group] += count
    columns = [(group, count) for group, count in columns if len(group) > 1]
    for start in range(0, len(columns), CHUNK):
        part = columns[start : start + CHUNK]
        has = np.zeros((len(kept), len(part)), np.float32)
        for column, (group, _) in enumerate(part):
            has[group, column] = 1
        common += (has * np.array([count for _, count in part], np.float32)) @ has.T
    np.fill_diagonal(common, own)
    return common


def _runs(sources: Sequence[str], words: bool) -> list[Numbers]:
    """Each answer's runs, as numbers that are equal where the runs are."""
    known: dict[str, int] = {}
    all_tokens = [_words(source) if words else _tokens(source) for source in sources]
    numbers: list[int] = []
    counts = []
    for tokens in all_tokens:
        padding = RUN - len(tokens) if 0 < len(tokens) < RUN else 0  # one run, shorter than the others
        numbers += [known.setdefault(token, len(known) + 1) for token in tokens]
        numbers += [0] * padding
        counts.append(len(tokens) + padding)
    codes, size = np.array([*numbers, *[0] * RUN], np.int64), len(known) + 1
    first, most = codes.copy(), size
    for place in range(1, RUN):
        if most > MOST_CODES // size:
            values, codes = np.unique(codes, return_inverse=True)
            most = len(values)
        codes = codes * size + np.roll(first, -place)
        most *= size
    ends = np.cumsum([0, *counts])
    return [codes[start : max(start, end - RUN + 1)] for start, end in pairwise(ends.tolist())]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())[:LONGEST]


def _tokens(source: str) -> list[str]:
    """The tokens that count. All names are one name, but for keywords and attributes of anything but `self`."""
    tokens: list[str] = []
    last, last_but_one = "", ""
    for text in TOKEN.findall(source):
        if not text:
            continue
        token, kind = text, _kind(text)
        if kind == "string":
            text = token = "" if last in ("", ":") else "string"  # "" for a docstring
        elif kind == "name" and not (last == "." and last_but_one != "self"):
            token = "name"
        if token:
            tokens.append(token)
            last_but_one, last = last, text
            if len(tokens) >= LONGEST:
                break
    return tokens


@lru_cache(maxsize=50_000)
def _kind(text: str) -> str:
    """What sort of token it is: "string", "name" for one that is no keyword, or "" for another."""
    if "'" in text or '"' in text:
        return "string"
    return "name" if NAME.match(text) and not keyword.iskeyword(text) else ""


@lru_cache(maxsize=1000)
def _is_code(stub: str) -> bool:
    try:
        ast.parse(stub)
    except (SyntaxError, ValueError):
        return False
    return True
