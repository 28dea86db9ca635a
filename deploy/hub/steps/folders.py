"""nbgrader's exchange, with the rights that nbgrader needs and nobody else has."""

from __future__ import annotations

from autograder.hub.settings import Settings

from . import did, folder, folder_in_home, had


def make(settings: Settings) -> None:
    """The exchange, behind a folder that only the students' group enters.

    nbgrader wants its root open to all (0777) and sets it so. The sticky bits keep a student from renaming or removing
    what another one put there.
    """
    course = settings.exchange / settings.course_id
    changed = [
        folder(settings.exchange.parent, 0o750, "root", settings.group),
        folder(settings.exchange, 0o1777),
        folder_in_home(settings, course, 0o755),
        folder_in_home(settings, course / "outbound", 0o755),
        folder_in_home(settings, course / "inbound", 0o3733),
        folder_in_home(settings, course / "feedback", 0o711),
    ]
    (did if any(changed) else had)(f"exchange {settings.exchange}, for the group {settings.group}")
    folder(settings.state, 0o700)
