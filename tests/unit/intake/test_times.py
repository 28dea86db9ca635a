"""When something was sent: what has one meaning is read in UTC, what has several goes to a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.exchange.abc import Exchange

from autograder.intake import Collected
from autograder.intake.times import parse_time
from tests.support.notebooks import DOUBLING, RIGHT, doubling, make_master, submit

NOON = datetime(2026, 7, 1, 12)


def written(text: str) -> datetime:
    """The same in UTC, without its zone."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        # Offsets, as %z and %Z of places without an abbreviation write them
        ("2026-07-01 14:00:00 +0200", NOON),
        ("2026-07-01 14:00:00 +02:00", NOON),
        ("2026-07-01 14:00:00 +02", NOON),
        ("2026-07-01 14:00:00.000000 +2", NOON),
        ("2026-07-01 09:00:00 -03", NOON),
        ("2026-07-01 17:45:00 +0545", NOON),
        ("2026-07-01 14:00:00 UTC+2", NOON),
        ("2026-07-01T12:00:00Z", NOON),
        ("2026-07-01T12:00Z", NOON),
        ("2026-07-01T14:00:00+02:00", NOON),
        ("20260701T120000Z", NOON),
        ("20260701120000", NOON),
        # Names
        ("2026-07-01 14:00:00 CEST", NOON),
        ("2026-07-01 14:00:00 cest", NOON),
        ("2026-07-01 21:00:00 JST", NOON),
        ("2026-07-01 13:00:00 BST", NOON),
        ("2026-07-01 05:00:00 PDT", NOON),
        ("2026-07-01 22:00:00 AEST", NOON),
        ("2026-07-01 14:00:00 Europe/Berlin", NOON),
        ("2026-07-01 17:30:00 Asia/Kolkata", NOON),
        ("2026-07-01 09:00:00 Etc/GMT+3", NOON),
        ("2026-07-01 14:00:00 +0200 CEST", NOON),
        ("2026-07-01 12:00:00 UTC", NOON),
        ("2026-07-01 12:00:00 GMT", NOON),
        ("2026-07-01 12:00:00", NOON),
        # An hour that the clocks show twice, made certain by its abbreviation
        ("2026-10-25 02:30:00 CEST", written("2026-10-25 00:30")),
        ("2026-10-25 02:30:00 CET", written("2026-10-25 01:30")),
        # Clocks of twelve hours
        ("2026-07-01 03:30:00 PM", written("2026-07-01 15:30")),
        ("2026-07-01 03:30:00 p.m.", written("2026-07-01 15:30")),
        ("2026-07-01 05:30:00\u202fPM CEST", written("2026-07-01 15:30")),
        ("2026-07-01 12:30:00 AM", written("2026-07-01 00:30")),
        ("2026-07-01 12:00:00 PM", NOON),
        # Other orders, where only one is possible
        ("25.10.2024 12:00:00", written("2024-10-25 12:00")),
        ("10/25/2024 12:00:00 PM", written("2024-10-25 12:00")),
        ("07/07/2026 12:00:00", written("2026-07-07 12:00")),
        ("2026/07/01 12:00:00", NOON),
        ("Wed Jul  1 14:00:00 CEST 2026", NOON),
        ("Wed, 01 Jul 2026 14:00:00 +0200", NOON),
        ("Wed Jul 01 2026 14:00:00 GMT+0200 (Central European Summer Time)", NOON),
        ("Wednesday, July 1, 2026 12:00:00 PM", NOON),
        ("1 July 2026, 12:00 UTC", NOON),
        # A file name in which colons could not stand
        ("2026-07-01 12_00_00.000000 UTC", NOON),
    ],
)
def test_a_time_with_one_meaning_is_read_right_whoever_wrote_it(text: str, time: datetime) -> None:
    assert parse_time(text) == time


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("02.10.2024 12:00:00", "10 February or 2 October"),
        ("02/10/2024 12:00:00 UTC", "10 February or 2 October"),
        ("01/07/26 12:00:00", "a year has four digits"),
        ("2026-07-01 12:00:00 CST", "several meanings"),
        ("2026-07-01 12:00:00 IST", "several meanings"),
        ("2026-01-01 12:00:00 PST", "several meanings"),
        ("2026-01-01 12:00:00 CEST", "no zone that is known for 2026-01-01"),
        ("2026-07-01 12:00:00 XYZ", "no zone that is known"),
        ("2026-07-01 12:00:00 Europe/Atlantis", "no time zone"),
        ("2026-10-25 02:30:00 Europe/Berlin", "twice"),
        ("2026-03-29 02:30:00 Europe/Berlin", "never"),
        ("2026-07-01 12:00:00 +0200 CET", "contradict each other"),
        ("2026-07-01 12:00:00 +1900", "no offset"),
        ("2026-07-01", "no time of day"),
        ("12:00:00", "no date"),
        ("Wed 02/10/2024 12:00:00", "10 February or 2 October"),
        ("02 10 2024 12:00:00", "no date"),
        ("July 2026 12:00", "needs day, month and year"),
        ("1. Juli 2026 12:00", "no date"),
        ("2026-02-30 12:00:00", "no date"),
        ("2026-07-01 25:00:00", "no time of day"),
        ("2026-07-01 13:30:00 PM", "no time of day"),
        ("0001-01-01 00:00:00 +0200", "no time"),
        ("", "no time"),
        ("yesterday-ish", "no time of day"),
        ("9" * 5000, "no time"),
    ],
)
def test_a_time_with_several_meanings_goes_to_a_person_with_the_cure(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        parse_time(text)
    assert "write it as in 2024-10-02 14:30:00 UTC" in str(caught.value)


def test_whoever_has_an_ambiguous_timestamp_has_a_row_that_says_so(tmp_path: Path) -> None:
    (submit(tmp_path, "ada", answers=RIGHT).parent / "timestamp.txt").write_text("02.10.2024 12:00:00")
    (submit(tmp_path, "bob", answers=RIGHT).parent / "timestamp.txt").write_text("2026-07-01 14:00:00 CEST")
    ada, bob = Collected(tmp_path, {DOUBLING: make_master(doubling())})
    assert ada.problem.startswith("timestamp.txt does not hold a date: '02.10.2024'")
    assert (bob.problem, bob.timestamp) == ("", NOON)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_timestamp_that_windows_wrote_is_read(tmp_path: Path, encoding: str) -> None:
    stamp = submit(tmp_path, "ada").parent / "timestamp.txt"
    stamp.write_bytes("2026-07-01 12:00:00 UTC\r\n".encode(encoding))
    (ada,) = Collected(tmp_path, {DOUBLING: make_master(doubling())})
    assert (ada.problem, ada.timestamp) == ("", NOON)


CENTRAL = "America/Chicago"


@pytest.mark.parametrize(
    ("text", "home", "hours"),
    [
        ("2026-01-10 12:00:00 CST", CENTRAL, 18),
        ("2026-07-10 12:00:00 CDT", CENTRAL, 17),
        ("2026-01-10 12:00:00 CST", "Asia/Shanghai", 4),
        ("2026-01-10 12:00:00 PST", "America/Los_Angeles", 20),
        ("2026-07-10 12:00:00 CEST", CENTRAL, 10),
    ],
)
def test_the_zone_of_the_class_decides_what_an_abbreviation_means(text: str, home: str, hours: int) -> None:
    assert parse_time(text, home).hour == hours


@pytest.mark.parametrize("home", ["", "Europe/Berlin", "no zone"])
def test_another_zone_decides_nothing(home: str) -> None:
    with pytest.raises(ValueError, match=r"several meanings.*c\.Exchange\.timezone"):
        parse_time("2026-01-10 12:00:00 CST", home)


def test_a_class_in_chicago_is_read_once_its_course_says_so(tmp_path: Path) -> None:
    (submit(tmp_path / "folder", "ada").parent / "timestamp.txt").write_text("2026-01-10 12:00:00.123456 CST")
    inbound = tmp_path / "inbound" / f"ada+{DOUBLING}+2026-01-10 12:00:00.123456 CST"
    inbound.mkdir(parents=True)
    (inbound / "doubling.ipynb").write_bytes((tmp_path / "folder/ada" / DOUBLING / "doubling.ipynb").read_bytes())
    for sent in (tmp_path / "folder", tmp_path / "inbound"):
        (without,) = Collected(sent, {DOUBLING: make_master(doubling())})
        assert "several meanings" in without.problem
        (ada,) = Collected(sent, {DOUBLING: make_master(doubling())}, zone=CENTRAL)
        assert (ada.problem, ada.timestamp) == ("", datetime(2026, 1, 10, 18, 0, 0, 123456))


PLACES = sorted(name for name in available_timezones() if "/" in name)
MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2037, 1, 1))


@settings(max_examples=30)
@given(moment=MOMENTS, place=st.sampled_from(PLACES), form=st.sampled_from([Exchange().timestamp_format, "%c %Z"]))
def test_what_nbgrader_writes_in_any_zone_is_read_right_or_not_at_all(moment: datetime, place: str, form: str) -> None:
    """With `Exchange.timezone` set: an abbreviation of several zones is refused, and nothing is hours off."""
    moment = moment if "%f" in form else moment.replace(microsecond=0)
    text = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(place)).strftime(form)
    try:
        read = parse_time(text)
    except ValueError as error:
        assert "several meanings" in str(error)
    else:
        assert read == moment


@given(moment=MOMENTS, hours=st.integers(-12, 14), minutes=st.sampled_from([0, 30, 45]))
def test_what_nbgrader_writes_by_default_or_with_an_offset_is_always_read(
    moment: datetime, hours: int, minutes: int
) -> None:
    assert parse_time(moment.replace(tzinfo=UTC).strftime(Exchange().timestamp_format)) == moment
    zone = timezone(timedelta(hours=hours, minutes=minutes if hours < 14 else 0))
    for form in ("%Y-%m-%d %H:%M:%S.%f %z", "%Y-%m-%dT%H:%M:%S.%f%z", "%d %b %Y %I:%M:%S.%f %p %z"):
        assert parse_time(moment.replace(tzinfo=UTC).astimezone(zone).strftime(form)) == moment
