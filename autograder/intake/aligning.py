"""Our notebook with the answers that were sent in it, wherever they were found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from autograder.course.nbgrader_cells import grade_id
from autograder.course.regions import SCHEME, without
from autograder.intake import repairing
from autograder.intake.choosing import CODE, Chosen, TextAnswer, choose, choose_words, only_stubs
from autograder.intake.files import MOST_CELLS, RefusedError
from autograder.intake.matching import Reference, SentCell, ours, pieces, plain
from autograder.intake.submission import GradingNotebook, WrongNotebookError

EXTRA = "extra"
LONGEST = 4 * 2**20


@dataclass(frozen=True)
class Aligned:
    """Our notebook with the answers in it, the names of the answer cells in which something was written, and what was
    repaired.
    """

    notebook: NotebookNode
    answered: frozenset[str]
    repairs: tuple[str, ...]


def align(master: GradingNotebook, sent: NotebookNode) -> tuple[NotebookNode, frozenset[str]]:
    """As `realign`, without the repairs."""
    aligned = realign(master, sent)
    return aligned.notebook, aligned.answered


def realign(master: GradingNotebook, sent: NotebookNode) -> Aligned:
    """Our notebook with the answers of `sent` in it, and its extra cells behind the known cell they followed.

    Exploration cells keep what the student made of them: an answer may lean on a name from there, as it did at home.
    Another version of an answer is an extra cell, so that it has the effect it had at home; helpers stand before the
    answer that needs them, as they did.

    Raises:
        WrongNotebookError: none of the lab's answers is in `sent`.
        RefusedError: it has too many cells, or too much is written in them.
    """
    if len(sent.cells) > MOST_CELLS:
        raise RefusedError(f"it has {len(sent.cells)} cells; {MOST_CELLS} are the most")
    own = ours(master)
    found = pieces(own, sent)
    codes = {name: choose(own, found, name) for name in own.named("answer")}
    words = {name: choose_words(own, found, name) for name in own.named("words")}
    named = {piece.name for piece in found if piece.by_id}
    if (codes or words) and not (
        named & set(words) or any(words.values()) or any(chosen.first for chosen in codes.values())
    ):
        raise WrongNotebookError("none of the lab's answer cells is in this notebook; is it the right one?")
    owners = _owners(own, found, codes)
    taken = _taken(own, owners, codes, words)
    used = {chosen.piece.place for chosen in codes.values() if chosen.piece is not None}
    used |= {piece.place for answer in words.values() if answer for piece in answer.pieces}
    layout, extras = _laid_out(own, found, owners, used)
    moved = [name for name, chosen in codes.items() if chosen.piece and _fetch_helpers(layout, name, chosen.piece)]
    known = used | {owner.place for owner in owners.values()} | {piece.place for piece in extras}
    copies = [piece for piece in found if piece.kind == CODE and piece.text.strip() and piece.place not in known]
    if sum(map(len, taken.values())) + sum(len(piece.source) for piece in extras) > LONGEST:
        raise RefusedError(f"more than {LONGEST // 2**20} MiB are written in its cells")
    repairs = repairing.repairs(own, sent, found, codes, words, owners, extras, moved, len(copies))
    written = frozenset(
        name for name in [*codes, *words] if plain(taken.get(name, "")) not in ("", own.cells[name].source)
    )
    return Aligned(_rebuilt(master, own, taken, layout), written, tuple(repairs))


def _owners(own: Reference, found: Sequence[SentCell], codes: dict[str, Chosen]) -> dict[str, SentCell]:
    """The cell that stands where ours is: the first with its id, else the first that was known as it."""
    owners: dict[str, SentCell] = {}
    for piece in sorted(found, key=lambda piece: not piece.by_id):
        if piece.name:
            owners.setdefault(piece.name, piece)
    for name, chosen in codes.items():
        if name not in owners and chosen.first is not None and not chosen.first.name:
            owners[name] = chosen.first
    return {name: owners[name] for name in own.cells if name in owners}


def _taken(
    own: Reference, owners: dict[str, SentCell], codes: dict[str, Chosen], words: dict[str, TextAnswer | None]
) -> dict[str, str]:
    """The sources to put into our cells, by their names."""
    taken = {name: chosen.piece.source for name, chosen in codes.items() if chosen.piece is not None}
    taken |= {name: answer.text for name, answer in words.items() if answer is not None}
    return taken | {
        name: owners[name].text for name in own.named("explore") if name in owners and owners[name].kind == CODE
    }


def _laid_out(
    own: Reference, found: Sequence[SentCell], owners: dict[str, SentCell], used: set[int]
) -> tuple[list[str | SentCell], list[SentCell]]:
    """Our cells' names and the extra cells in order, and the extra cells alone; `used` are the places of those that
    hold answers.
    """
    owned: dict[int, str] = {}
    for name, owner in owners.items():
        owned.setdefault(owner.place, name)
    needed = {name for piece in found if piece.place in used or not piece.name for name in piece.look.reads}
    behind: dict[str, list[SentCell]] = {"": []}
    extras, after = [], ""
    for piece in found:
        here = owned.get(piece.place, "")
        if here and own.cells[here].role not in ("answer", "words"):
            after = here
        if piece.kind == CODE and piece.place not in used and _is_extra(own, piece, bool(here), needed):
            extras.append(piece)
            behind.setdefault(after, []).append(piece)
        after = here or after
    layout: list[str | SentCell] = [*behind[""]]
    for name in own.cells:
        layout += [name, *behind.get(name, [])]
    return layout, extras


def _is_extra(own: Reference, piece: SentCell, owner: bool, needed: set[str]) -> bool:
    """Whether a code cell that is no answer runs as a cell of the student's own."""
    if not piece.source.strip() or only_stubs(own, piece):
        return False
    role = own.cells[piece.name].role if piece.name else None
    if role is None or role in ("answer", "words"):
        return True
    if role == "explore":
        return not owner and plain(piece.text) != own.cells[piece.name].source
    # Ours, whatever was made of it, but for names that were added to it and that are used.
    return bool((piece.look.binds - own.cells[piece.name].look.binds) & needed)


def _fetch_helpers(layout: list[str | SentCell], name: str, answer: SentCell) -> bool:
    """Put before the answer what stood before it at home and what it leans on; tells whether anything was moved."""
    slot = layout.index(name)
    late = [piece for piece in layout[slot + 1 :] if isinstance(piece, SentCell) and piece.place < answer.place]
    wanted = set(answer.look.reads) | {name}
    fetched: list[SentCell] = []
    for piece in sorted(late, key=lambda piece: -piece.place):
        if piece.look.binds & wanted:
            fetched.insert(0, piece)
            wanted |= piece.look.reads
    places = {piece.place for piece in fetched}
    layout[:] = [cell for cell in layout if not (isinstance(cell, SentCell) and cell.place in places)]
    layout[slot:slot] = fetched
    return bool(fetched)


def _rebuilt(
    master: GradingNotebook, own: Reference, taken: dict[str, str], layout: Sequence[str | SentCell]
) -> NotebookNode:
    """Our notebook with these sources and, as new cells with nothing else that was sent, the extra cells."""
    notebook: NotebookNode = nbformat.from_dict(json.loads(master.text))
    cells = {}
    for cell in notebook.cells:
        name = own.aliases[cell.id]
        source = "".join(cell.source)
        if own.cells[name].role in ("answer", "words"):
            source = without(source, SCHEME).strip("\n")
        cell.source = taken.get(name, source)
        cells[name] = cell
    fresh = []
    for number, item in enumerate(layout):
        if isinstance(item, SentCell):
            cell = {
                "cell_type": CODE,
                "id": f"{EXTRA}-{number}",
                "metadata": {},
                "source": item.source,
                "outputs": [],
                "execution_count": None,
            }
            fresh.append(nbformat.from_dict(cell))
        else:
            fresh.append(cells[item])
    notebook.cells = fresh
    return notebook


def answers_in(master: GradingNotebook, sent: NotebookNode) -> int:
    """How many of the lab's answers a notebook has, written or not."""
    own = ours(master)
    ids = {str(cell.get("id", "")) for cell in sent.cells} | {grade_id(cell) for cell in sent.cells}
    found = pieces(own, sent)
    by_name = {name for name in own.named("answer") if choose(own, found, name).first is not None}
    return len(by_name | {own.aliases[name] for name in ids & set(own.aliases)} & set(own.named("answer", "words")))
