"""nbgrader's exchange, with the rights that nbgrader needs and nobody else has."""

from __future__ import annotations

from autograder.hub.settings import Settings

from . import StepError, did, folder, folder_in_home, had


def check(settings: Settings) -> None:
    """Raises:
    StepError: the folder around the exchange, which is shut to all but the students' group, holds something else.
    """
    gate = settings.exchange.parent
    inside = {place for place in (settings.prefix, settings.state, settings.homes) if place.is_relative_to(gate)}
    inside |= set(gate.iterdir()) if gate.exists() else set()
    beside = sorted(str(place.relative_to(gate)) for place in inside - {settings.exchange})
    if beside:
        raise StepError(
            f"exchange = {str(settings.exchange)!r}: only {settings.group} would enter {gate}, which also holds "
            f"{', '.join(beside[:5])}; name a folder in one of its own in the settings, such as "
            f"{str(gate / 'course-hub/exchange')!r}"
        )


def make(settings: Settings) -> None:
    """The exchange, behind a folder that only the students' group enters.

    nbgrader wants its root open to all (0777) and sets it so. The sticky bits keep a student from renaming or removing
    what another one put there.
    """
    check(settings)
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
