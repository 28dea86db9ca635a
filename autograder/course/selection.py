"""Which students an instructor means who names some: for every command that takes a student."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from autograder.course.model import CourseError
from autograder.course.roster import Roster, name_words
from autograder.course.student_ids import shown_id, student_id
from autograder.text import counted, listed


def asked_for(
    asked: Sequence[str], known: Collection[str], roster: Roster, place: str, option: str = "--student"
) -> list[str]:
    """The ids, among the known ones, of the students who are asked for, each once and in the order asked for.

    Args:
        asked: ids, names, or what else the roster knows of somebody: an e-mail address, a login, a number. Several may
            stand in one text, separated by commas.
        known: the ids that there are, those in the roster or not.
        place: where they are known, for the message: `nothing of theirs {place}, which has …`.
        option: how they were asked for, for the message.

    Raises:
        CourseError: one of them is not known, or it cannot be told who is meant.
    """
    ids: list[str] = []
    for text in asked:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        whole = _known_as(text, known, roster)
        if len(parts) < 2:
            ids.append(whole or _one(text.strip(" ,"), known, roster, place, option))
        elif whole and all(_known_as(part, known, roster) for part in parts):
            raise CourseError(
                f"{option} {text}: this is {shown_id(whole)}, and it is several students; give ids, or each one alone"
            )
        elif whole:
            ids.append(whole)
        else:
            ids += [_one(part, known, roster, place, option) for part in parts]
    return list(dict.fromkeys(ids))


def _known_as(name: str, known: Collection[str], roster: Roster) -> str:
    """The known id of whoever is named by an id, by what is shown of it, or by what the roster has; "" for nobody."""
    name = name.strip()
    person = roster.by_key(name) or roster.by_name(name)
    ids = (name, student_id(name), *([person.student] if person else []))
    return next((one for one in ids if one in known), "")


def _one(name: str, known: Collection[str], roster: Roster, place: str, option: str) -> str:
    if found := _known_as(name, known, roster):
        return found
    called_so = [person.student for person in roster if name_words(name) in person.names]
    if len(called_so) > 1:
        raise CourseError(
            f"{option} {name}: several are called so: {listed(list(map(shown_id, called_so)))}; give an id"
        )
    ordered = sorted(known)
    likely = get_close_matches(name, ordered, n=5) or ordered[:20]
    shown = ", ".join([*map(shown_id, likely), *(["…"] if len(likely) < len(ordered) else [])])
    raise CourseError(
        f"{option} {name}: nothing of theirs {place}, which has {counted(len(ordered), 'student')}: {shown}"
    )
