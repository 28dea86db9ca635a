"""The runs of tokens that the answers to one exercise consist of, and how many each two answers share.

Answers with the same runs are one here, whoever wrote them, and so are runs that the same answers have: a class of a
thousand then is a small table.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

RUN = 5  # tokens in a run
LONGEST = 4000  # tokens of an answer that are looked at
CHUNK = 4096  # columns of a table at a time
MOST_CODES = 2**62
STRING = "string"

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
    sets: dict[bytes, int] = {}
    kept: list[Numbers] = []
    set_of = []
    for own in _own_runs([*number_of], stub, words):
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
    columns = [(np.frombuffer(group, owners.dtype), times) for group, times in counted.items()]
    own = np.zeros(len(kept), np.float32)
    for group, times in columns:
        if students[group].sum() > 1:
            own[group] += times
    columns = [(group, times) for group, times in columns if len(group) > 1]
    for start in range(0, len(columns), CHUNK):
        part = columns[start : start + CHUNK]
        has = np.zeros((len(kept), len(part)), np.float32)
        for column, (group, _) in enumerate(part):
            has[group, column] = 1
        common += (has * np.array([times for _, times in part], np.float32)) @ has.T
    np.fill_diagonal(common, own)
    return common


def _own_runs(sources: Sequence[str], stub: str, words: bool) -> list[Numbers]:
    """The runs that each answer has and the stub has not, in order, as numbers that are equal where the runs are."""
    all_tokens = [_words(source) if words else _tokens(source) for source in (*sources, stub)]
    for tokens in all_tokens:
        if 0 < len(tokens) < RUN:
            tokens += [""] * (RUN - len(tokens))  # one run, shorter than the others
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    first = np.array([*map(numbers.__getitem__, chain(*all_tokens, [""] * RUN))], np.int64)
    codes, size = first, len(numbers)
    most = size
    for place in range(1, RUN):
        if most > MOST_CODES // size:
            values, codes = np.unique(codes, return_inverse=True)
            most = len(values)
        codes = codes * size + np.roll(first, -place)
        most *= size
    values, codes = np.unique(codes, return_inverse=True)
    counts = [len(tokens) for tokens in all_tokens]
    ends, whose = np.cumsum(counts), np.repeat(np.arange(len(counts)), counts)
    begins_run = np.arange(len(whose)) + RUN <= ends[whose]
    codes, whose = codes[: len(whose)][begins_run], whose[begins_run]
    is_released = np.zeros(len(values), np.bool_)
    is_released[codes[whose == len(sources)]] = True
    is_own = ~is_released[codes] & (whose < len(sources))
    keys = whose[is_own] * len(values) + codes[is_own]
    pairs = np.unique(keys, return_counts=True)[0]  # without the counts numpy hashes, which takes ten times as long
    places = np.searchsorted(pairs, np.arange(1, len(sources)) * len(values))
    return np.split(pairs % len(values), places) if sources else []


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())[:LONGEST]


def _tokens(source: str) -> list[str]:
    """The tokens that count. All names are one name, but for keywords and attributes of anything but `self`."""
    texts = list(filter(None, TOKEN.findall(source)))
    tokens = [*map(_token, texts[:LONGEST])]
    if STRING in tokens:
        before = ["", *texts]
        if any(token == STRING and last in ("", ":") for token, last in zip(tokens, before, strict=False)):
            return _without_docstrings(texts)
    place, end = 0, len(tokens) - 1
    with suppress(ValueError):  # no further one
        while True:
            place = texts.index(".", place, end) + 1
            if tokens[place] != STRING and (place < 2 or texts[place - 2] != "self"):
                tokens[place] = texts[place]
    return tokens


def _without_docstrings(texts: Sequence[str]) -> list[str]:
    tokens: list[str] = []
    last, last_but_one = "", ""
    for text in texts:
        token = _token(text)
        if token == STRING:
            if last in ("", ":"):
                continue  # a docstring
            text = token
        elif last == "." and last_but_one != "self":
            token = text
        tokens.append(token)
        last_but_one, last = last, text
        if len(tokens) >= LONGEST:
            break
    return tokens


@lru_cache(maxsize=50_000)
def _token(text: str) -> str:
    """What a token counts as where it is no attribute: any string is one, any name that is no keyword is one."""
    if "'" in text or '"' in text:
        return STRING
    return "name" if NAME.match(text) and not keyword.iskeyword(text) else text


@lru_cache(maxsize=1000)
def _is_code(stub: str) -> bool:
    try:
        ast.parse(stub)
    except (SyntaxError, ValueError):
        return False
    return True
