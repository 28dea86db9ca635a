"""Who may talk to whom is decided before anything is sent."""

from __future__ import annotations

import builtins
import re
import ssl
import stat
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from autograder.cli import main
from autograder.cluster.certificates import make_certificates
from autograder.cluster.desks import Desks, own_paths, plugin_name
from autograder.cluster.executor import order_of
from autograder.cluster.extra import PIP, needing_the_extra
from autograder.cluster.security import Files, check_address, files, security_of
from autograder.cluster.serving import scheduler_command, worker_command
from autograder.course.model import CourseError
from tests.support.notebooks import ROOT, quick_settings

THREE = Files(Path("/ca.pem"), Path("/cert.pem"), Path("/key.pem"))


@pytest.mark.parametrize(
    ("address", "tls", "plain", "reason"),
    [
        ("tls://10.0.0.1:8786", None, False, "give --tls ca.pem,cert.pem,key.pem"),
        ("tls://10.0.0.1:8786", None, True, "give --tls ca.pem,cert.pem,key.pem"),
        ("tcp://10.0.0.1:8786", None, False, "can run programs on all its workers"),
        ("tcp://10.0.0.1:8786", None, True, "can run programs on all its workers"),
        ("tcp://scheduler.example.org:8786", None, True, "can run programs on all its workers"),
        ("tcp://127.0.0.1.example.org:8786", None, True, "can run programs on all its workers"),
        ("tcp://127.0.0.1:8786", None, False, "give --no-tls if nobody else uses it"),
        ("tcp://127.0.0.1:8786", THREE, False, "begins with tls://"),
        ("10.0.0.1:8786", THREE, False, "give tls://HOST:PORT"),
        ("tls://10.0.0.1", THREE, False, "give tls://HOST:PORT"),
        ("tls://10.0.0.1:port", THREE, False, "give tls://HOST:PORT"),
        ("https://10.0.0.1:8786", THREE, False, "give tls://HOST:PORT"),
        ("local", None, False, "give tls://HOST:PORT"),
    ],
)
def test_a_scheduler_that_anybody_could_talk_to_is_refused(
    address: str, tls: Files | None, plain: bool, reason: str
) -> None:
    with pytest.raises(CourseError, match=reason):
        check_address(address, tls, plain=plain)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.8.9.1"])
def test_only_on_loopback_and_only_when_told_a_scheduler_may_be_without_tls(host: str) -> None:
    check_address(f"tcp://{host}:8786", None, plain=True)


def test_a_protected_scheduler_is_taken_wherever_it_is() -> None:
    check_address("tls://scheduler.example.org:8786", THREE, plain=False)


def test_with_certificates_nobody_talks_unencrypted() -> None:
    security = security_of(THREE)
    assert security.require_encryption is True
    for role in ("client", "scheduler", "worker"):
        assert security.get_tls_config_for_role(role)["ca_file"] == "/ca.pem"
        assert security.get_tls_config_for_role(role)["key"] == "/key.pem"


@pytest.mark.parametrize("text", ["", "ca.pem", "ca.pem,cert.pem", "ca.pem,cert.pem,key.pem,more.pem"])
def test_three_files_are_asked_for(text: str) -> None:
    with pytest.raises(CourseError, match="give three files with commas between them"):
        files(text)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    paths = make_certificates(tmp_path)
    assert files(",".join(map(str, paths))) == tuple(paths)
    paths[2].unlink()
    with pytest.raises(CourseError, match=r"there is no file .*key\.pem"):
        files(",".join(map(str, paths)))


def test_files_that_do_not_belong_together_are_named(tmp_path: Path) -> None:
    authority, certificate, key = map(str, make_certificates(tmp_path / "ours"))
    foreign = list(map(str, make_certificates(tmp_path / "theirs")))
    (tmp_path / "garbage.pem").write_text("no certificate", encoding="utf-8")
    garbage = str(tmp_path / "garbage.pem")
    for given, said in (
        ((authority, *foreign[1:]), f"{foreign[1]} was not made together with {authority}"),
        ((authority, certificate, foreign[2]), f"{foreign[2]} is not the key to {certificate}"),
        ((authority, certificate, garbage), f"{garbage} is not the key to {certificate}"),
        ((authority, key, certificate), f"{key} is no certificate"),
        ((garbage, certificate, key), f"{garbage} is no certificate"),
    ):
        with pytest.raises(CourseError, match=re.escape(said)):
            files(",".join(given))


def test_a_certificate_that_is_no_longer_good_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"cert\.pem is good from .* only: make three new files"):
        files(",".join(map(str, make_certificates(tmp_path, days=0))))


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644])
def test_a_key_that_others_can_read_is_refused(mode: int, tmp_path: Path) -> None:
    paths = make_certificates(tmp_path)
    paths[2].chmod(mode)
    with pytest.raises(CourseError, match=rf"others on this machine can read .*key\.pem \(mode {mode:o}\).*chmod 600"):
        files(",".join(map(str, paths)))


# Certificates


def test_the_certificate_is_of_the_authority_and_the_authoritys_key_is_nowhere(tmp_path: Path) -> None:
    authority, certificate, key = make_certificates(tmp_path / "tls")
    ours, other = (x509.load_pem_x509_certificate(path.read_bytes()) for path in (certificate, authority))
    ours.verify_directly_issued_by(other)
    assert {path.name for path in (tmp_path / "tls").iterdir()} == {"ca.pem", "cert.pem", "key.pem"}
    assert b"PRIVATE" not in authority.read_bytes() + certificate.read_bytes()
    assert key.read_bytes().count(b"BEGIN PRIVATE KEY") == 1


def test_python_itself_takes_the_three_files(tmp_path: Path) -> None:
    authority, certificate, key = make_certificates(tmp_path)
    context = ssl.create_default_context(cafile=str(authority))
    context.load_cert_chain(certificate, key)
    assert [one["subject"] for one in context.get_ca_certs()] == [((("commonName", "autograder authority"),),)]


def test_nobody_else_can_read_the_key(tmp_path: Path) -> None:
    assert stat.S_IMODE(make_certificates(tmp_path)[2].stat().st_mode) == 0o600


def test_certificates_that_machines_already_have_are_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["certificates", str(tmp_path / "tls")]) == 0
    assert "whoever has it can run programs on all of them" in " ".join(capsys.readouterr().err.split())
    before = (tmp_path / "tls" / "key.pem").read_bytes()
    assert main(["certificates", str(tmp_path / "tls")]) == 1
    assert "is there already" in capsys.readouterr().err
    assert (tmp_path / "tls" / "key.pem").read_bytes() == before


# Programs, plugins, and the extra


def test_a_worker_is_one_process_with_a_thread_a_desk_and_without_dasks_memory_limit() -> None:
    command = worker_command("tls://scheduler:8786", THREE, 5, "one")
    options = dict(zip(command[3::2], command[4::2], strict=False))
    assert options["--tls-key"] == "/key.pem"
    said = " ".join(command)
    assert "--nworkers 1 --nthreads 5 --memory-limit 0 --name one --no-dashboard" in said
    assert "--protocol tls --port 8786 --no-dashboard" in " ".join(scheduler_command(THREE, "", 8786))
    with pytest.raises(CourseError, match="can run programs"):
        worker_command("tcp://scheduler:8786", None, 5, "one", plain=True)


def test_a_plugin_has_another_name_for_another_engine_limit_or_course() -> None:
    settings = quick_settings()
    first = order_of(settings, (Path("/a"),))
    assert order_of(settings, (Path("/a"),)) == first
    settings.Exam.call_seconds = 2.0
    orders = [first, order_of(settings, (Path("/a"),)), order_of(quick_settings(), (Path("/b"),)), b"{}"]
    assert len({plugin_name(order) for order in orders}) == 4
    assert Desks(first).name == plugin_name(first)


def test_a_worker_hides_its_own_home_and_keys() -> None:
    class Worker:
        security = security_of(THREE)
        local_directory = "/scratch"

    hidden = own_paths(Worker())
    assert {Path.home(), Path("/scratch"), Path("/key.pem")} <= set(hidden)


@pytest.mark.parametrize(
    "command",
    [
        ["certificates", "tls"],
        ["worker", "tls://10.0.0.1:8786"],
        ["scheduler", "--tls", "a,b,c"],
    ],
)
def test_without_the_extra_a_command_says_what_to_install(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_the_extra(monkeypatch)
    assert main(command) == 1
    assert PIP in " ".join(capsys.readouterr().err.split())


def test_what_to_install_is_what_the_extra_names() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extra = wanted["project"]["optional-dependencies"]["cluster"]
    assert (
        set(PIP.removeprefix("pip install ").replace("'", "").split())
        == set(extra)
        <= set(wanted["dependency-groups"]["test"])
    )


def test_what_else_is_missing_is_not_blamed_on_the_extra() -> None:
    with pytest.raises(ModuleNotFoundError, match="colour"), needing_the_extra("it"):
        raise ModuleNotFoundError("no colour", name="colour")


def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where only the grader's own packages are installed."""
    for name in [name for name in sys.modules if name.startswith("autograder.cluster.")]:
        if not name.endswith("extra"):
            monkeypatch.delitem(sys.modules, name)
    real = builtins.__import__

    def importing(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] in ("asyncssh", "cryptography", "dask", "distributed"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", importing)
    package = sys.modules["autograder.cluster"]
    for part in ("certificates", "security", "serving", "starting", "executor", "desks"):
        monkeypatch.delattr(package, part, raising=False)
