"""Whose a delivery is: the roster is asked first; without one, a name or a number that stays has to do.

An instructor is asked instead of guessing: about a group whose members nobody named, about two people of one name, and
about a number and a name that the roster gives to two people.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.course.roster import ROSTER, Person, Roster, letters_of, moodle_name, name_words
from autograder.course.student_ids import LONGEST_ID, student_id
from autograder.intake.delivery import Delivery, Sender
from autograder.intake.submission import Repair, RepairKind
from autograder.text import one_line

GROUP_WORDS = {"group", "gruppe", "groupe", "grupo", "gruppo", "groep", "grupp", "grupa", "team", "equipe", "équipe"}
FROM_WORKSHEET = "make roster FROM=… fills it from a table of the platform"


@dataclass(frozen=True)
class _Owner:
    """One of those whose a delivery is."""

    student: str
    name: str = ""
    problem: str = ""
    notes: tuple[Repair, ...] = ()


def assigned(found: Iterable[Delivery], roster: Roster) -> list[Delivery]:
    """The deliveries of one bundle, each with its student; a group's once for each member.

    One whose student cannot be told has a problem, and an id made of what the sender is called.
    """
    deliveries = list(found)
    namesakes = Counter(
        name_words(name) for name, _ in {(one.sender.name, one.sender.number) for one in deliveries if _by_name(one)}
    )
    return [
        replace(
            delivery,
            student=owner.student,
            name=owner.name,
            problem=owner.problem or delivery.problem,
            notes=(*delivery.notes, *owner.notes),
        )
        for delivery in deliveries
        for owner in _owners(delivery.sender, roster, namesakes[name_words(delivery.sender.name)] > 1)
    ]


def _by_name(delivery: Delivery) -> bool:
    sender = delivery.sender
    return bool(sender.name) and not sender.number_stays and not sender.is_hidden


def _owners(sender: Sender, roster: Roster, is_namesake: bool) -> Iterator[_Owner]:
    """Those whose it is: one, or all of a group."""
    if roster:
        found = list(_in_roster(sender, roster))
        if found:
            yield from found
            return
    owner = _without_roster(sender, is_namesake)
    if roster and not owner.problem:
        called = sender.name or sender.login or sender.number
        owner = replace(owner, notes=(*owner.notes, Repair(RepairKind.NOT_IN_ROSTER, details=(one_line(called),))))
    yield owner


def _in_roster(sender: Sender, roster: Roster) -> Iterator[_Owner]:
    """Those whom the roster names, or the question that it leaves; nobody where it does not know them."""
    keys = [sender.number, sender.login, *sender.keys]
    person = roster.get(student_id(sender.login)) if sender.login else None
    person = person or roster.by_key(*filter(None, keys))
    called = sender.name or sender.login
    same = [] if sender.is_hidden else _named(called, roster)
    members = [] if sender.is_hidden else _members(called, roster)
    is_named = person in same
    if members and not (person and (is_named or sender.login)):
        note = Repair(RepairKind.GROUP, details=(one_line(called),))
        yield from (_Owner(one.student, one.full_name, notes=(note,)) for one in members)
    elif sender.is_group:
        return
    elif person and (is_named or sender.login or sender.is_hidden or not (same or (person.names and called))):
        yield _Owner(person.student, person.full_name or called)
    elif person and sender.number_stays:
        note = Repair(RepairKind.OTHER_NAME, details=(sender.platform, one_line(called)))
        yield _Owner(person.student, person.full_name, notes=(note,))
    elif person:
        why = (
            f"{ROSTER} gives the number {sender.number} to {person.full_name or person.student}, but "
            f"{sender.platform} calls its sender {one_line(called)}: is it a group's number? Its members belong into "
            f"the column groups"
        )
        yield _Owner(_id_of(sender, with_number=True), called, why)
    elif len(same) == 1:
        yield _Owner(same[0].student, same[0].full_name)
    elif same:
        why = (
            f"{len(same)} students in {ROSTER} are called {one_line(called)}: put the number {sender.number or '…'} to "
            f"one of them; {FROM_WORKSHEET}"
        )
        yield _Owner(_id_of(sender, with_number=True), called, why)


def _without_roster(sender: Sender, is_namesake: bool) -> _Owner:
    """Whose it is as far as names and numbers tell."""
    called = sender.name or sender.login
    student, problem = _id_of(sender), ""
    notes: tuple[Repair, ...] = ()
    if sender.platform and not sender.is_hidden and (sender.is_group or _is_groups(sender)):
        student = student_id(called or sender.number)
        problem = (
            f"it was handed in by the group {one_line(called)}: write the group to each of its members in {ROSTER}, "
            "in the column groups, and grade again"
        )
    elif sender.is_hidden:
        notes = (Repair(RepairKind.HIDDEN_NAME, details=(sender.platform, sender.number)),)
    elif not sender.number_stays and is_namesake:
        student = _id_of(sender, with_number=True)
        problem = (
            f"two senders are called {one_line(called)}: write down in {ROSTER} who has the number {sender.number}; "
            f"{FROM_WORKSHEET}"
        )
    elif not sender.number_stays:
        notes = (Repair(RepairKind.BY_NAME, details=(one_line(called),)),)
    if not student:
        problem = f"the name is too long for an id ({LONGEST_ID} characters): give an id to {called[:80]!r} in {ROSTER}"
    return _Owner(student or one_line(called) or "nobody", called if sender.platform else sender.name, problem, notes)


def _id_of(sender: Sender, with_number: bool = False) -> str:
    """The id of a sender whom no roster knows."""
    if sender.login:
        return student_id(sender.login)
    if with_number and sender.number:
        return student_id(f"{sender.name} {sender.number}")
    if sender.is_hidden or (sender.number and sender.number_stays) or not sender.name:
        return student_id(sender.number)
    return student_id(sender.name)


def _is_groups(sender: Sender) -> bool:
    """Whether a name is more likely a group's than a person's: it has a digit, or the word in it."""
    words = name_words(sender.name or sender.login)
    return any(letter.isdigit() for letter in sender.name) or bool(GROUP_WORDS.intersection(words))


def _named(name: str, roster: Roster) -> list[Person]:
    """The people of this name, in whatever order and however a platform writes it."""
    words, letters = _plain_words(name), letters_of(name)
    if not letters:
        return []
    return [
        person
        for person in roster
        if person.names
        and (
            _plain_words(person.full_name) == words
            or letters in (letters_of(person.full_name), letters_of(f"{person.last_name}{person.first_name}"))
        )
    ]


def _members(name: str, roster: Roster) -> Sequence[Person]:
    """The people in the group of this name, in whatever way a platform writes it."""
    exact = roster.members(name)
    if exact or not letters_of(name):
        return exact
    groups = {group for group in roster.groups if letters_of(group) == letters_of(name)}
    return roster.members(groups.pop()) if len({group.casefold() for group in groups}) == 1 else ()


def _plain_words(name: str) -> tuple[str, ...]:
    return name_words(moodle_name(unicodedata.normalize("NFC", name)))
