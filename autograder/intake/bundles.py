"""Everything that was sent → a delivery for each student, whatever laid it out.

A folder or a zip holds folders that people made, nbgrader's exchange, or what a learning platform packed; a zip may
have one more folder around it all. `platforms` has a module for each. What lies in a folder may also be zips: each one
student's, named like its zip, or each an assignment's. A student decides what is in their own zip, so zips are taken
for assignments' only where all of them look so.

The times in a zip have no time zone and are not those of the hand-in: they are reported and have no effect.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from autograder.course.roster import Roster
from autograder.intake.delivery import Delivery, Sender
from autograder.intake.files import NOTEBOOK, ZIP, Entry, File, Folder, RefusedError, file_type
from autograder.intake.owners import Owners
from autograder.intake.platforms import blackboard, brightspace, canvas, exchange, gradescope, moodle, plain
from autograder.intake.whose import assigned
from autograder.intake.zips import unpacked
from autograder.text import one_line

PLATFORMS: tuple[ModuleType, ...] = (moodle, brightspace, blackboard, gradescope, canvas)
MOST_HINTS = 3  # names that a hint shows


@dataclass(frozen=True)
class Surroundings:
    """What a reading needs besides what was sent.

    Attributes:
        labs: the ids of all labs.
        owners: who owns a folder on the disk.
        open_zips: keeps zips open for as long as what they hold is read.
        zone: the class's time zone, "" where it is not known.
    """

    labs: Collection[str]
    roster: Roster
    owners: Owners
    open_zips: ExitStack
    zone: str = ""


def deliveries(root: Folder, around: Surroundings, in_zip: bool, is_inner: bool = False) -> Iterator[Delivery]:
    """What lies in `root`, each with its student; first what people laid out, then what a platform packed.

    Args:
        is_inner: whether `root` is a zip among others already, so that zips in it are students' own.

    Raises:
        CourseError: an exchange of several courses.
        OSError: `root` itself cannot be listed.
    """
    if in_zip:
        root = _unwrapped(root, around.labs)
    inbound = exchange.inbound_of(root)
    if inbound is not None:
        yield from handed_in(inbound, around)
        return
    yield from laid_out(root, around, is_inner=is_inner)


def handed_in(inbound: Folder, around: Surroundings, rest: exchange.Rest = exchange.ALL_IS_READ) -> Iterator[Delivery]:
    """What lies in an exchange's `inbound`, or in a part of it, each with its student."""
    found = exchange.of_inbound(inbound, around.roster, around.owners, around.zone, rest)
    yield from assigned(found, around.roster)


def laid_out(
    root: Folder, around: Surroundings, is_inner: bool = False, are_bundles: bool | None = None
) -> Iterator[Delivery]:
    """As `deliveries`, of a folder that is no exchange.

    Args:
        are_bundles: whether zips in it are each a whole class's, as far as they can be opened; None to look at them.
    """
    folders, files = root.entries()
    entries: list[Entry] = [*folders, *files]
    claimed = {entry.name: platform for entry in entries if (platform := _platform_of(entry.name))}
    own: list[Delivery] = []
    for folder in folders:
        if folder.name not in claimed:
            own += _own_folder(folder, around.labs)
    zips = [file for file in files if file_type(file.name) == ZIP and file.name not in claimed]
    for file in files:
        if file.name not in claimed and file not in zips:
            own += plain.of_file(file)
    opened = [_open(file, around) for file in zips]
    if are_bundles is None:
        are_bundles = all(zipped.is_bundle for zipped in opened)
    are_bundles = bool(opened) and not is_inner and are_bundles
    own += [_own_zip(zipped) for zipped in opened if not are_bundles or zipped.problem]
    yield from sorted(assigned(own, around.roster), key=lambda delivery: delivery.student)
    for zipped in opened if are_bundles else ():
        yield from deliveries(zipped.folder, around, in_zip=True, is_inner=True)
    for platform in PLATFORMS:
        theirs = [entry for entry in entries if claimed.get(entry.name) is platform]
        packed = canvas.of_bundle(theirs, around.roster.groups) if platform is canvas else platform.of_bundle(theirs)
        found = assigned(packed, around.roster)
        named = (replace(delivery, bundle=root.name) for delivery in found)
        yield from sorted(named, key=lambda delivery: delivery.student)


def _platform_of(name: str) -> ModuleType | None:
    return next((platform for platform in PLATFORMS if platform.knows(name)), None)


def _own_folder(folder: Folder, labs: Collection[str]) -> Iterator[Delivery]:
    """What lies in a folder that people made."""
    names = [] if folder.problem else _platform_names(folder)
    if len(names) > 1 and not any(inner.name in labs for inner in folder.folders):
        yield Delivery(Sender(login=folder.name), problem=plain.platform_in(folder, names))
    else:
        yield from plain.of_folder(folder, labs)


def _unwrapped(root: Folder, labs: Collection[str]) -> Folder:
    """The one folder in a zip, when it is not a student's but the folder that was packed."""
    folders, files = root.entries()
    if len(folders) != 1 or any(_matters(file) for file in files):
        return root
    (inner,) = folders
    if _platform_of(inner.name):
        return root
    folders, files = inner.entries()
    if _platform_names(inner):
        return inner
    if any(_matters(file) for file in files) or any(folder.name in labs for folder in folders):
        return root
    is_packed = any(deeper.name in labs for folder in folders for deeper in folder.folders)
    is_exchange = exchange.inbound_of(inner) is not None or any(
        exchange.HAND_IN.fullmatch(folder.name) for folder in folders
    )
    return inner if is_packed or is_exchange else root


def _matters(file: File) -> bool:
    return file_type(file.name) in (NOTEBOOK, ZIP) or _platform_of(file.name) is not None


def _platform_names(folder: Folder) -> list[str]:
    """The first names in a folder that a platform gave."""
    try:
        folders, files = folder.entries()
    except OSError:  # it is reported when it is read
        return []
    names = [*(inner.name for inner in folders), *(file.name for file in files)]
    return [name for name in names if _platform_of(name)][:MOST_HINTS]


# A folder of zips


@dataclass(frozen=True)
class _Zipped:
    """A zip among others: what is in it, or why it cannot be opened, and whether it looks like a whole class's."""

    file: File
    folder: Folder
    problem: str = ""
    is_bundle: bool = False

    @property
    def stem(self) -> str:
        return self.file.name[: -len(ZIP)]


def _open(file: File, around: Surroundings) -> _Zipped:
    empty = Folder(file.name, lambda: ([], []))
    try:
        folder = around.open_zips.enter_context(unpacked(file.path or file.read(), file.name))
        return _Zipped(file, folder, is_bundle=_is_bundle(folder, around))
    except (RefusedError, OSError) as error:
        return _Zipped(file, empty, str(error))


def _is_bundle(folder: Folder, around: Surroundings) -> bool:
    """Whether it holds what a platform packed, an exchange, or students' folders with labs' in them."""
    root = _unwrapped(folder, around.labs)
    if _platform_names(root) or exchange.inbound_of(root) is not None:
        return True
    return any(deeper.name in around.labs for inner in root.folders for deeper in inner.folders)


def is_bundle(zipped: Path, around: Surroundings) -> bool | None:
    """Whether a zip looks like a whole class's; None where it cannot be opened."""
    opened = _open(File(zipped.name, zipped.read_bytes, path=zipped), around)
    return None if opened.problem else opened.is_bundle


def _own_zip(zipped: _Zipped) -> Delivery:
    """One student's zip, which bears their name."""
    sender = Sender(login=zipped.stem)
    if zipped.problem:
        return Delivery(sender, problem=zipped.problem)
    if zipped.is_bundle:
        why = (
            f"{one_line(zipped.file.name)} looks like a whole class's zip among zips of single students: "
            "grade it by itself"
        )
        return Delivery(sender, problem=why)
    return Delivery(sender, folder=Folder(zipped.stem, zipped.folder.entries))
