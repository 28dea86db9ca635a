"""A part of what was sent, read without the rest: some entries of a folder, or some hand-ins of an exchange."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autograder.course.roster import Roster
from autograder.intake.bundles import Surroundings, handed_in, is_bundle, laid_out
from autograder.intake.delivery import Delivery
from autograder.intake.files import Folder, on_disk, these_on_disk
from autograder.intake.owners import Owners, unix_owners
from autograder.intake.platforms.exchange import Rest


@dataclass(frozen=True)
class Part:
    """Some entries of a folder, as if there were no others.

    Attributes:
        names: the entries that are read.
        rest: what is known of the rest of an exchange's `inbound`; None where the folder is none.
        are_bundles: whether all zips in the folder that can be opened are each a whole class's.
    """

    folder: Path
    names: Collection[str]
    rest: Rest | None = None
    are_bundles: bool = False


@contextmanager
def part_delivered(
    part: Part, labs: Collection[str], roster: Roster, zone: str = "", owners: Owners | None = None
) -> Iterator[Iterator[Delivery]]:
    """What lies in a part, each with its student; what it is read from stays open as long as the context lasts.

    Args:
        labs: the ids of all labs.
        zone: as `Collected.zone`.

    Raises:
        OSError: the folder cannot be listed.
    """
    owners = unix_owners() if owners is None else owners
    whole = on_disk(part.folder, owners.owner_of)
    paths = [part.folder / name for name in part.names]
    root = Folder(whole.name, partial(these_on_disk, paths, owners.owner_of), whole.problem, whole.owner)
    with ExitStack() as stack:
        around = Surroundings(labs, roster, owners, stack, zone)
        if part.rest is not None:
            yield handed_in(root, around, part.rest)
        else:
            yield laid_out(root, around, are_bundles=part.are_bundles)


def holds_a_class(zipped: Path, labs: Collection[str], roster: Roster) -> bool | None:
    """Whether a zip looks like a whole class's, not like one student's own; None where it cannot be opened."""
    with ExitStack() as stack:
        return is_bundle(zipped, Surroundings(labs, roster, unix_owners(), stack))
