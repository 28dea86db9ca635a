"""A zip is read in memory, member by member: what is hostile or broken in it is refused where it lies, and the rest is
read.
"""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.intake import zips
from autograder.intake.files import LARGEST_FILE, File, Folder, RefusedError
from autograder.intake.zips import MOST_MEMBERS, unpacked

NOTEBOOK = b'{"nbformat": 4}'


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return content.getvalue()


def packed_member(change: Callable[[zipfile.ZipInfo], None], data: bytes = NOTEBOOK) -> bytes:
    member = zipfile.ZipInfo("a.ipynb", (2026, 3, 1, 12, 30, 58))
    change(member)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(member, data)
    return content.getvalue()


def walk(folder: Folder, path: str = "") -> Iterator[tuple[str, File]]:
    folders, files = folder.entries()
    yield from ((f"{path}{file.name}", file) for file in files)
    for inner in folders:
        yield from walk(inner, f"{path}{inner.name}/")


def outcomes(content: bytes | Path) -> dict[str, str]:
    """Each file by its place: its content, or why it was refused."""
    found = {}
    with unpacked(content, "sent.zip") as root:
        for path, file in walk(root):
            try:
                found[path] = file.read().decode()
            except RefusedError as error:
                found[path] = str(error)
    return found


def refusal(content: bytes) -> str:
    with pytest.raises(RefusedError) as refused, unpacked(content, "sent.zip"):
        pass
    return str(refused.value)


def test_all_files_are_there_but_what_programs_leave() -> None:
    names = [
        "ada/lab/a.ipynb",
        "ada/lab/timestamp.txt",
        "ada/work.zip",
        "ada/notes.txt",
        "ada/.hidden.ipynb",
        "__MACOSX/ada/._a.ipynb",
    ]
    names += ["ada/.ipynb_checkpoints/a.ipynb", "ada/run.py", "ada/B.IPYNB"]
    assert sorted(outcomes(packed(*((name, b"x") for name in names)))) == [
        "ada/B.IPYNB",
        "ada/lab/a.ipynb",
        "ada/lab/timestamp.txt",
        "ada/notes.txt",
        "ada/run.py",
        "ada/work.zip",
    ]


def test_a_file_on_the_disk_is_read_like_one_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed(("a.ipynb", NOTEBOOK)))
    assert outcomes(path) == outcomes(path.read_bytes()) == {"a.ipynb": NOTEBOOK.decode()}


def test_nothing_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    outcomes(packed(("ada/a.ipynb", NOTEBOOK), ("../b.ipynb", NOTEBOOK)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name, place",
    [
        ("../evil.ipynb", "evil.ipynb"),
        ("ada/../../../etc/evil.ipynb", "ada/etc/evil.ipynb"),
        ("/etc/evil.ipynb", "etc/evil.ipynb"),
        ("C:/evil.ipynb", "evil.ipynb"),
        ("C:\\Windows\\evil.ipynb", "Windows/evil.ipynb"),
        ("ada\\..\\..\\evil.ipynb", "ada/evil.ipynb"),
        ("\\\\host\\share\\evil.ipynb", "host/share/evil.ipynb"),
    ],
)
def test_a_name_that_leads_out_is_refused_and_shown_where_it_came_from(name: str, place: str) -> None:
    found = outcomes(packed((name, NOTEBOOK), ("ada/good.ipynb", NOTEBOOK)))
    assert "has a name that leads out of its folder" in found.pop(place)
    assert found == {"ada/good.ipynb": NOTEBOOK.decode()}


@pytest.mark.parametrize(
    "mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644, stat.S_IFCHR | 0o644, stat.S_IFSOCK | 0o644]
)
def test_links_and_devices_are_refused(mode: int) -> None:
    content = packed_member(lambda member: setattr(member, "external_attr", mode << 16), b"/etc/passwd")
    assert outcomes(content) == {"a.ipynb": "a.ipynb is a link or a device, not a file"}


@pytest.mark.parametrize("mode", [0, stat.S_IFREG | 0o644])
def test_plain_files_are_read_whether_or_not_they_say_so(mode: int) -> None:
    assert outcomes(packed_member(lambda member: setattr(member, "external_attr", mode << 16))) == {
        "a.ipynb": NOTEBOOK.decode()
    }


def test_an_encrypted_member_is_refused() -> None:
    content = bytearray(packed(("a.ipynb", NOTEBOOK)))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert outcomes(bytes(content)) == {"a.ipynb": "a.ipynb is encrypted: have it sent without a password"}


def test_a_member_is_refused_when_it_is_there_twice() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = packed(("a.ipynb", b"one"), ("a.ipynb", b"two"))
    assert outcomes(content) == {"a.ipynb": "a.ipynb is in the zip twice"}


def test_a_bomb_is_not_unpacked() -> None:
    content = packed(("a.ipynb", b" " * LARGEST_FILE), ("b.ipynb", b" " * (LARGEST_FILE + 1)), ("c.ipynb", NOTEBOOK))
    tracemalloc.start()
    found = outcomes(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == {
        "a.ipynb": "a.ipynb would grow more than 200 times when unpacked",
        "b.ipynb": "b.ipynb is larger than 64 MiB",
        "c.ipynb": NOTEBOOK.decode(),
    }
    assert peak < 2 * 2**20


def test_a_small_file_that_packs_well_is_no_bomb() -> None:
    assert outcomes(packed(("a.ipynb", b" " * 2**20))) == {"a.ipynb": " " * 2**20}


def test_a_member_that_lies_about_its_size_is_refused_before_it_grows() -> None:
    content = bytearray(packed(("a.ipynb", b" " * 8 * 2**20)))
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<L", 1000)
    content[22:26] = struct.pack("<L", 1000)
    tracemalloc.start()
    found = outcomes(bytes(content))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found["a.ipynb"].startswith("a.ipynb cannot be unpacked: Bad CRC-32")
    assert peak < 2**20


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_that_cannot_be_bounded_is_refused(method: int) -> None:
    assert "unusual way" in outcomes(packed(("a.ipynb", NOTEBOOK), method=method))["a.ipynb"]


def test_the_whole_zip_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    content = packed(*((f"{n}.ipynb", bytes(range(256)) * 2**12) for n in range(4)))
    with unpacked(content, "sent.zip", 3 * 2**20) as root:
        files = root.files
        assert [len(file.read()) for file in files[:3]] == [2**20] * 3
        with pytest.raises(RefusedError, match="the zip holds more than 3 MiB"):
            files[3].read()


def test_too_many_members_are_refused() -> None:
    content = packed(*((f"{n}.ipynb", b"") for n in range(MOST_MEMBERS + 1)), method=zipfile.ZIP_STORED)
    assert refusal(content) == f"sent.zip has {MOST_MEMBERS + 1} members; {MOST_MEMBERS} are the most"
    assert len(outcomes(packed(*((f"{n}.ipynb", b"") for n in range(1000))))) == 1000


def test_a_long_table_of_contents_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = packed(*((f"{n}/{'x' * 4000}.ipynb", b"") for n in range(20)))
    monkeypatch.setattr(zips._Bounded, "most", 80_000)
    assert refusal(content) == "sent.zip: its table of contents is too long"


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", b"PK\x03\x04" + b"\0" * 100, packed(("a.ipynb", NOTEBOOK))[:-30], b"PK\x05\x06" + b"\xff" * 18],
    ids=[
        "empty",
        "garbage",
        "head-only",
        "cut-short",
        "end-only",
    ],  # the bytes hold the time of day, and two workers' would differ
)
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    assert refusal(content).startswith("sent.zip cannot be read as a zip: ")


def test_a_damaged_member_is_refused_and_the_others_are_read() -> None:
    content = packed(("a.ipynb", b"a" * 100), ("b.ipynb", NOTEBOOK), method=zipfile.ZIP_STORED).replace(
        b"a" * 100, b"a" * 99 + b"b"
    )
    found = outcomes(content)
    assert found.pop("a.ipynb").startswith("a.ipynb cannot be unpacked: ")
    assert found == {"b.ipynb": NOTEBOOK.decode()}


def test_a_member_far_down_is_refused() -> None:
    found = outcomes(packed(("a/" * 5000 + "b.ipynb", NOTEBOOK)))
    assert [message for message in found.values() if "folders deep" in message]


def test_hostile_names_are_shown_in_one_short_line() -> None:
    (message,) = outcomes(packed((f"../{'x' * 500}\n\x1b[31m.ipynb", NOTEBOOK))).values()
    assert message.isprintable()
    assert len(message) < 300


def test_the_time_at_a_member_is_told_without_a_zone() -> None:
    with unpacked(packed_member(lambda member: None), "sent.zip") as root:
        assert [file.dated for file in root.files] == ["2026-03-01 12:30"]
    with unpacked(
        packed_member(lambda member: setattr(member, "date_time", (1980, 1, 1, 0, 0, 0))), "sent.zip"
    ) as root:
        assert [file.dated for file in root.files] == [""]
