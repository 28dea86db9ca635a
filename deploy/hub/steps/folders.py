"""nbgrader's exchange, with the rights that nbgrader needs and nobody else has."""

from __future__ import annotations

from autograder.hub.settings import Settings

from . import did, folder, had


def make(settings: Settings) -> None:
    """The exchange, behind a folder that only the students' group enters.

    nbgrader wants its root open to all (0777) and sets it so. The sticky bits keep a student from renaming or removing
    what another one put there.
    """
    course = settings.exchange / settings.course_id
    rights = (
        (settings.exchange.parent, 0o750, "root", settings.group),
        (settings.exchange, 0o1777, "root", "root"),
        (course, 0o755, settings.account, settings.account),
        (course / "outbound", 0o755, settings.account, settings.account),
        (course / "inbound", 0o3733, settings.account, settings.account),
        (course / "feedback", 0o711, settings.account, settings.account),
    )
    changed = [str(place) for place, mode, owner, group in rights if folder(place, mode, owner, group)]
    (did if changed else had)(f"exchange {settings.exchange}, for the group {settings.group}")
    folder(settings.state, 0o700)
    folder(settings.gradebook, 0o700, settings.account)
