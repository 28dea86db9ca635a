"""When something was sent, from text that people and programs wrote: read in UTC where it has one meaning, refused
where it has several.

`nbgrader.utils.parse_utc` is not used. It takes `-03` for three seconds, `PM` and unknown abbreviations for UTC, any
`02.10.2024` for a day in February, and a winter's abbreviation of a zone for the zone.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from dateutil import parser

from autograder.intake.files import TIMESTAMP, File, RefusedError
from autograder.text import listed, one_line

LONGEST = 100
CURE = "write it as in 2024-10-02 14:30:00 UTC, or with an offset, as in 2024-10-02 14:30:00 +0200"
HOME = "or name the class's own zone as c.Exchange.timezone in nbgrader_config.py"
OFFSET = r"(?:UTC|GMT)?[+-][0-9]{1,2}(?::?[0-9]{2})?(?![0-9])"
PLACE = r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+)+"  # Europe/Berlin
ABBREVIATION = r"[A-Za-z]{1,5}"
CLOCK = re.compile(
    rf"""(?:(?<=[0-9])T|(?<![0-9]))(?P<hour>[0-9]{{1,2}})(?P<colon>[:_])(?P<minute>[0-9]{{2}})
    (?:(?P=colon)(?P<second>[0-9]{{2}})(?:[.,](?P<fraction>[0-9]{{1,9}}))?)?(?![0-9])
    (?:\s*(?P<half>[ap])\.?m\b\.?)?
    (?:\s*(?P<offset>{OFFSET}))?""",
    re.X | re.I,
)
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})[T _-]?([0-9]{2})([0-9]{2})([0-9]{2})?(?![0-9])")
ZONE = re.compile(rf"(?<![\w/])(?:{OFFSET}|{PLACE}|{ABBREVIATION})$")
NAMED_ZONE = re.compile(rf"^\s*({PLACE}|{ABBREVIATION})(?![\w/])")
NOTE = re.compile(r"\([^()]*\)\s*$")  # behind an offset: `(Central European Standard Time)`
NUMBERS = re.compile(r"([0-9]{1,4})\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})")
MONTHS = frozenset(name.lower() for names in parser.parserinfo.MONTHS for name in names)
WEEKDAYS = frozenset(name.lower() for names in parser.parserinfo.WEEKDAYS for name in names)
WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b\.?", re.I)
ZERO = ("utc", "gmt", "z", "ut")
ENCODINGS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def timestamp(files: list[File], home: str = "") -> datetime | None:
    """What `timestamp.txt` says, in UTC; None without one. `home` as in `parse_time`.

    Raises:
        RefusedError: it holds no time, or one that may mean several.
    """
    for file in files:
        if file.name == TIMESTAMP:
            content = file.read()
            encoding = next((encoding for mark, encoding in ENCODINGS if content.startswith(mark)), "utf-8")
            try:
                return parse_time(content.decode(encoding), home)
            except ValueError as error:  # bytes that are no text, or no time
                raise RefusedError(f"{TIMESTAMP} does not hold a date: {error}") from error
    return None


def parse_time(text: str, home: str = "") -> datetime:
    """A time in UTC, without its zone. Without a zone in the text it is taken for UTC, as nbgrader takes it.

    Args:
        home: the zone in which the class writes its times, as America/Chicago: it decides which of the zones an
            abbreviation such as CST means. "" for none.

    Raises:
        ValueError: the text is no time, or may mean several; the message says what to write instead.
    """
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise ValueError(f"{one_line(text)!r} is no time: {CURE}")
    text = COMPACT.sub(lambda match: "{}-{}-{} {}:{}:{}".format(*match.groups("00")), text, count=1)
    clock = CLOCK.search(text)
    if clock is None:
        raise ValueError(f"{one_line(text)!r} has no time of day: {CURE}")
    before, behind = text[: clock.start()], text[clock.end() :]
    zones = [clock["offset"]] if clock["offset"] else []
    if zones:
        behind = NOTE.sub("", behind)
    day, named = _without_zones(before, behind)
    zones += named
    try:
        local = datetime.combine(_date(day), _time_of_day(clock))
        times = {_in_utc(local, zone, home) for zone in zones or ["UTC"]}
    except OverflowError as error:  # the year 1, or 9999
        raise ValueError(f"{one_line(text)!r} is no time: {CURE}") from error
    if len(times) > 1:
        raise ValueError(f"{one_line(text)!r} names zones that contradict each other: {CURE}")
    return times.pop()


def _without_zones(before: str, behind: str) -> tuple[str, list[str]]:
    """What stands around the time of day, without the names of zones; and these: right behind it, or at the end."""
    zones = []
    for pattern in (NAMED_ZONE, ZONE):
        match = pattern.search(behind)
        if match and match[0].strip().rstrip(".").lower() not in MONTHS | WEEKDAYS:
            zones.append(match[0].strip())
            behind = (behind[: match.start()] + behind[match.end() :]).strip()
    return f"{before} {behind}".strip(" ,;"), zones


def _time_of_day(clock: re.Match[str]) -> time:
    hour = int(clock["hour"])
    if clock["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"{one_line(clock[0])!r} is no time of day: {CURE}")
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    try:
        return time(
            hour, int(clock["minute"]), int(clock["second"] or 0), int((clock["fraction"] or "0")[:6].ljust(6, "0"))
        )
    except ValueError as error:
        raise ValueError(f"{one_line(clock[0])!r} is no time of day: {CURE}") from error


def _date(text: str) -> date:
    """A day in numbers, whose order has to be beyond doubt, or with its month's name."""
    text = WEEKDAY.sub("", text).strip(" ,")
    match = NUMBERS.fullmatch(text)
    try:
        if match is None:
            return _date_in_words(text)
        first, second, third = match[1], match[3], match[4]
        if len(first) == 4:
            return date(int(first), int(second), int(third))
        if len(third) != 4:
            raise ValueError("a year has four digits")
        return _day_and_month(int(first), int(second), int(third), text)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{one_line(text)!r} is no date, or not a certain one ({error}): {CURE}") from error


def _day_and_month(first: int, second: int, year: int, text: str) -> date:
    readings = {
        date(year, month, day) for day, month in ((first, second), (second, first)) if 1 <= month <= 12 and day <= 31
    }
    if len(readings) > 1:
        raise ValueError(" or ".join(f"{day.day} {day:%B}" for day in sorted(readings)) + "?")
    if not readings:
        raise ValueError("no month has that number")
    return readings.pop()


def _date_in_words(text: str) -> date:
    """A day with its month's name and a year of four digits, in any order."""
    if not MONTHS & set(re.findall(r"[^\W\d_]+", text.lower())) or not re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", text):
        raise ValueError("it needs day, month and year")
    # What is missing would be filled up from the default: from two that differ, two dates would come.
    found: set[date] = {
        parser.parse(text, default=datetime(year, month, day)).date()
        for year, month, day in ((2000, 1, 1), (2004, 2, 2))
    }
    if len(found) > 1:
        raise ValueError("it needs day, month and year")
    return found.pop()


def _in_utc(local: datetime, zone: str, home: str) -> datetime:
    """A local time in UTC."""
    if zone.lower() in ZERO:
        return local
    number = re.sub(r"^(UTC|GMT)", "", zone, flags=re.I)
    if number.startswith(("+", "-")):
        return local - _offset(number)
    if "/" in zone:
        return _in_place(local, zone)
    offsets = _offsets(zone.lower(), local)
    if len(offsets) > 1 and home in available_timezones():
        offsets = _offsets_in((home,), zone.lower(), local) or offsets
    if len(offsets) == 1:
        (offset,) = offsets
        return local - offset
    if not offsets:
        raise ValueError(f"{zone!r} is no zone that is known for {local:%Y-%m-%d}: {CURE}")
    meanings = listed([timezone(offset).tzname(None) or "" for offset in sorted(offsets)])
    raise ValueError(f"the zone {zone!r} has several meanings ({meanings}): {CURE}, {HOME}")


def _offset(number: str) -> timedelta:
    digits = number[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        raise ValueError(f"{number!r} is no offset from UTC: {CURE}")
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if number[0] == "-" else offset


def _in_place(local: datetime, name: str) -> datetime:
    """The time in UTC at a place whose clocks show `local`; they do so twice when they are put back."""
    try:
        zone = _zone(name)
    except (OSError, ValueError) as error:  # zoneinfo's own error is a KeyError
        raise ValueError(f"{name!r} is no time zone: {CURE}") from error
    times = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    times = {moment for moment in times if moment.astimezone(zone).replace(tzinfo=None, fold=0) == local}
    if len(times) != 1:
        how_often = "twice" if times else "never"
        raise ValueError(f"in {name} the clocks showed {local:%Y-%m-%d %H:%M} {how_often}: {CURE}")
    return times.pop().replace(tzinfo=None)


def _zone(name: str) -> ZoneInfo:
    known = {key.lower(): key for key in _places()}
    if name.lower() not in known:
        raise ValueError(name)
    return ZoneInfo(known[name.lower()])


@cache
def _places() -> frozenset[str]:
    """The names of places, such as Europe/Berlin; abbreviations that are zones' names, too, are none."""
    return frozenset(
        name for name in available_timezones() if "/" in name and not name.startswith(("posix/", "right/"))
    )


@lru_cache(maxsize=1024)
def _offsets(abbreviation: str, local: datetime) -> frozenset[timedelta]:
    """What clocks that show `local` may be ahead of UTC where their zone is called so at that time."""
    return _offsets_in(_places(), abbreviation, local)


def _offsets_in(places: Iterable[str], abbreviation: str, local: datetime) -> frozenset[timedelta]:
    """As `_offsets`, of these zones only."""
    found = set()
    for name in places:
        zone = ZoneInfo(name)
        for fold in (0, 1):
            moment = local.replace(tzinfo=zone, fold=fold)
            offset = moment.utcoffset()
            if offset is not None and (moment.tzname() or "").lower() == abbreviation:
                found.add(offset)
    return frozenset(found)
