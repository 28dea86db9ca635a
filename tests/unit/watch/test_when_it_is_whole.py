"""A hand-in is taken when it is whole, whatever the events say; and what a student may lay there stops nobody."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path

import pytest

from autograder.watch import source
from autograder.watch.arrivals import Arrivals
from autograder.watch.source import Source, look

SETTLE, PATIENCE = 0.5, 30.0


@pytest.fixture
def arrivals(tmp_path: Path) -> Arrivals:
    return Arrivals(Source(tmp_path), SETTLE, PATIENCE, {})


def write(folder: Path, text: str = "{}", name: str = "lab.ipynb") -> Path:
    path = folder / "ada" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_unit_is_ready_when_nothing_has_changed_for_a_moment(arrivals: Arrivals, tmp_path: Path) -> None:
    write(tmp_path)
    arrivals.notice(["ada"], 10)
    assert arrivals.ready(10) == ""
    assert arrivals.next_look() == 10.5
    assert arrivals.ready(10.4) == ""
    assert arrivals.ready(10.5) == "ada"


def test_a_change_begins_the_moment_anew(arrivals: Arrivals, tmp_path: Path) -> None:
    write(tmp_path)
    arrivals.notice(["ada"], 10)
    arrivals.ready(10)
    write(tmp_path, name="picture.png")
    assert arrivals.ready(10.5) == ""
    assert arrivals.ready(11) == "ada"


@pytest.mark.parametrize("half", ["", '{"cells": [{"source": "x', '{"cells": []'])
def test_a_notebook_without_its_end_is_waited_for_and_then_taken_as_it_is(
    arrivals: Arrivals, tmp_path: Path, half: str
) -> None:
    write(tmp_path, half)
    arrivals.notice(["ada"], 10)
    assert [arrivals.ready(second) for second in range(10, 40)] == [""] * 30
    assert arrivals.ready(41) == "ada"


def test_a_zip_without_its_table_of_contents_is_waited_for(arrivals: Arrivals, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("ada/lab.ipynb", "{}")
    whole = (tmp_path / "class.zip").read_bytes()
    (tmp_path / "class.zip").write_bytes(whole[:-30])
    arrivals.notice(["class.zip"], 10)
    assert [arrivals.ready(second) for second in range(10, 15)] == [""] * 5
    (tmp_path / "class.zip").write_bytes(whole)
    arrivals.notice(["class.zip"], 15)
    assert arrivals.ready(15) == ""
    assert arrivals.ready(15.5) == "class.zip"


def test_what_nbgrader_has_finished_is_taken_at_once(tmp_path: Path) -> None:
    inbound = tmp_path / "inbound"
    folder = inbound / "ada+lab+2026-10-03 08:00:00.000000 UTC+x"
    folder.mkdir(parents=True)
    (folder / "lab.ipynb").write_text("{}")
    (folder / "submission_secret.txt").write_text("0" * 128)
    arrivals = Arrivals(Source(inbound, tmp_path), SETTLE, PATIENCE, {})
    arrivals.notice([folder.name], 10)
    assert arrivals.ready(10) == ""
    folder.chmod(0o777)  # the last thing that `nbgrader submit` does
    arrivals.notice([folder.name], 10.1)
    assert arrivals.ready(10.1) == folder.name


def test_a_hand_in_in_an_exchange_is_waited_for_until_it_has_its_secret(tmp_path: Path) -> None:
    inbound = tmp_path / "inbound"
    folder = inbound / "ada+lab+2026-10-03 08:00:00.000000 UTC+x"
    folder.mkdir(parents=True)
    (folder / "lab.ipynb").write_text("{}")
    arrivals = Arrivals(Source(inbound, tmp_path), SETTLE, PATIENCE, {})
    arrivals.notice([folder.name], 10)
    assert [arrivals.ready(second) for second in (10, 11, 12)] == [""] * 3
    (folder / "submission_secret.txt").write_text("0" * 128)
    arrivals.notice([folder.name], 13)
    assert [arrivals.ready(second) for second in (13, 14)] == ["", folder.name]


def test_what_was_taken_is_not_ready_again_until_it_changes(arrivals: Arrivals, tmp_path: Path) -> None:
    path = write(tmp_path)
    arrivals.notice(["ada"], 10)
    arrivals.ready(10)
    assert arrivals.ready(11) == "ada"
    arrivals.take("ada")
    arrivals.rescan(12)
    assert (arrivals.ready(12), arrivals.ready(13)) == ("", "")
    path.write_text('{"cells": []}')
    arrivals.rescan(14)
    assert (arrivals.ready(14), arrivals.ready(15)) == ("", "ada")


def test_what_was_missed_is_found_at_the_rescan(arrivals: Arrivals, tmp_path: Path) -> None:
    write(tmp_path)
    arrivals.rescan(10)
    assert (arrivals.ready(10), arrivals.ready(11)) == ("", "ada")


def test_pipes_links_and_folders_in_a_hand_in_stop_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "ada"
    folder.mkdir()
    os.mkfifo(folder / "pipe.ipynb")
    (folder / "link.ipynb").symlink_to("/etc/passwd")
    (folder / "circle").symlink_to(folder)
    (folder / "folder.ipynb").mkdir()
    assert look(Source(tmp_path), "ada").is_whole


def test_a_unit_that_cannot_be_looked_at_keeps_no_other_from_being_found(
    arrivals: Arrivals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: Path) -> list[str]:
        if path.name == "aaron":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path)

    real = os.listdir
    (tmp_path / "aaron").mkdir()
    os.utime(tmp_path / "aaron", (1, 1))
    write(tmp_path)
    monkeypatch.setattr(source.os, "listdir", closed)
    arrivals.rescan(10)
    with pytest.raises(PermissionError):
        arrivals.ready(10)
    assert (arrivals.ready(10), arrivals.ready(11)) == ("", "ada")


def test_a_folder_that_goes_away_is_no_arrival(arrivals: Arrivals, tmp_path: Path) -> None:
    path = write(tmp_path)
    arrivals.notice(["ada"], 10)
    arrivals.ready(10)
    path.unlink()
    path.parent.rmdir()
    assert arrivals.ready(11) == ""
    assert len(arrivals) == 0
