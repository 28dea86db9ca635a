"""Of all cells that may hold an answer, the one that counts: what the tests would have met at home, all cells run in
order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.intake.matching import Reference, SentCell, plain

CODE, PROSE = "code", ("markdown", "raw")


@dataclass(frozen=True)
class Chosen:
    """The cell that holds an answer, `piece`, of so many `versions`; `first` is the first cell that is about it, be it
    the stub.
    """

    name: str
    piece: SentCell | None
    first: SentCell | None
    versions: int = 1
    tested: bool = False


def choose(own: Reference, pieces: Sequence[SentCell], name: str) -> Chosen:
    """The cell that holds the answer `name` in code.

    Definitions that Python can read come before cells turned to prose, and these before all else that is in the
    answer's own cell or looks like the answer. Of several the last counts that stands before the exercise's first test,
    or else the last; an untouched stub never counts.
    """
    ranks: list[list[SentCell]] = [[], [], []]
    first = None
    for piece in pieces:
        defines = name in piece.look.defines
        own_cell = piece.by_id and piece.name == name
        if defines and piece.look.parses and (piece.kind == CODE or own_cell or not piece.name):
            rank = 0 if piece.kind == CODE else 1
        elif own_cell or (defines and piece.kind == CODE and not piece.look.parses):
            rank = 2
        else:
            continue
        if first is None or (own_cell and not (first.by_id and first.name == name)):
            first = piece
        if piece.source.strip() and not untouched(own, piece, name):
            ranks[rank].append(piece)
    candidates = next(filter(None, ranks), [])
    limit = _tested_at(pieces, own.tests_of(name))
    before = [piece for piece in candidates if limit is not None and piece.place <= limit]
    winner = (before or candidates)[-1] if candidates else None
    return Chosen(name, winner, first, len(candidates), bool(before))


def _tested_at(pieces: Sequence[SentCell], tests: Sequence[str]) -> int | None:
    """Where the exercise's first test stands, in its last copy."""
    places: dict[str, int] = {}
    for piece in pieces:
        for test in {piece.name, *piece.holds} & set(tests):
            places[test] = piece.place
    return next(iter(places.values()), None)


def untouched(own: Reference, piece: SentCell, name: str) -> bool:
    """Whether what the cell says of the answer `name` is still our stub."""
    stub = own.cells[name]
    if plain(piece.source) == stub.source:
        return True
    return name in piece.look.bodies and piece.look.bodies[name] == stub.look.bodies.get(name)


def only_stubs(own: Reference, piece: SentCell) -> bool:
    """Whether a cell holds untouched stubs and nothing else."""
    answers = set(own.named("answer"))
    if any(plain(piece.source) == own.cells[name].source for name in answers):
        return True
    defined = {name for name, _, _ in piece.look.lines}
    return (
        bool(piece.look.binds)
        and piece.look.binds == defined <= answers
        and all(untouched(own, piece, name) for name in defined)
    )


@dataclass(frozen=True)
class TextAnswer:
    """An answer in words: its text, the cells it was taken from, and how they were found."""

    text: str
    pieces: tuple[SentCell, ...]
    how: str = ""


def choose_words(own: Reference, pieces: Sequence[SentCell], name: str) -> TextAnswer | None:
    """The answer in words `name`: its own cell, else what stands behind the question, else what the question's own cell
    says beyond it.

    Of copies of its own cell the first in which something is written counts. What follows its own cell belongs to it.
    """
    stub, question = own.cells[name].source, own.question(name)
    marked = [piece for piece in pieces if piece.by_id and piece.name == name]
    first = next((piece for piece in marked if _own_words(own, piece, stub)), None)
    near = [piece for piece, after in _loose(pieces) if after == name and _own_words(own, piece, stub)]
    if first is not None:
        near = [
            piece for piece in near if piece.place > first.place and piece.kind in PROSE and piece.text != first.text
        ]
        how = f"answer {name} went on in other cells: they were joined" if near else ""
        if first.kind != "markdown":
            how = how or f"answer {name} was in a {first.kind} cell"
        return TextAnswer("\n\n".join([first.source, *(piece.source for piece in near)]), (first, *near), how)
    near += [piece for piece, after in _loose(pieces) if after in question and _own_words(own, piece, stub)]
    if near:
        near.sort(key=lambda piece: piece.place)
        texts = dict.fromkeys(piece.source for piece in near)  # a copy says nothing new
        return TextAnswer("\n\n".join(texts), tuple(near), f"answer {name} found by its place")
    asked = own.cells[question[0]].source if question and own.cells[question[0]].role == "prose" else ""
    for piece in pieces:
        if asked and piece.kind in PROSE and asked in plain(piece.text):
            rest = _own_words(own, piece, stub)
            if rest:
                return TextAnswer(rest, (piece,), f"answer {name} found in the cell of its question")
    return None


def _loose(pieces: Sequence[SentCell]) -> list[tuple[SentCell, str]]:
    """Cells of prose that are none of ours, each with the name of the one of ours that they follow."""
    found, after = [], ""
    for piece in pieces:
        after = piece.name or after
        if not piece.name and not piece.look.defines and (piece.kind in PROSE or not piece.look.parses):
            found.append((piece, after))
    return found


def _own_words(own: Reference, piece: SentCell, stub: str) -> str:
    """What a cell says beyond our own texts, "" for nothing."""
    text = plain(piece.text)
    for name in own.named("prose"):
        source = own.cells[name].source
        if len(source) > 20 and source in text:
            text = text.replace(source, "")
    return plain(text.replace(stub, ""))
