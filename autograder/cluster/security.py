"""Who may talk to whom: everybody shows a certificate of the course's own authority, and all is encrypted."""

from __future__ import annotations

import ipaddress
import os
import ssl
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from distributed.security import Security

from autograder.course.model import CourseError


class Files(NamedTuple):
    """The authority's certificate, one's own certificate and its key."""

    authority: Path
    certificate: Path
    key: Path


def files(text: str) -> Files:
    """`ca.pem,cert.pem,key.pem` as files.

    Raises:
        CourseError: they are not three, one is not there or not what it should be, they do not belong together, they
            are no longer good, or others can read the key; the message names the file.
    """
    paths = [Path(part) for part in text.split(",") if part]
    if len(paths) != 3:
        raise CourseError(f"--tls {text}: give three files with commas between them, as in ca.pem,cert.pem,key.pem")
    for path in paths:
        if not path.is_file():
            raise CourseError(f"--tls {text}: there is no file {path}")
    given = Files(*(path.resolve() for path in paths))
    _check_contents(given)
    _check_key_is_private(given.key)
    return given


def _check_contents(tls: Files) -> None:
    order = "the order is ca.pem,cert.pem,key.pem"
    authority, own = (_certificate(path, order) for path in (tls.authority, tls.certificate))
    try:
        own.verify_directly_issued_by(authority)
    except (InvalidSignature, TypeError, ValueError) as error:
        raise CourseError(
            f"--tls: {tls.certificate} was not made together with {tls.authority}: copy all three files again from the "
            f"machine where they were made ({order})"
        ) from error
    if not own.not_valid_before_utc <= datetime.now(UTC) <= own.not_valid_after_utc:
        raise CourseError(
            f"--tls: {tls.certificate} is good from {own.not_valid_before_utc:%Y-%m-%d} to "
            f"{own.not_valid_after_utc:%Y-%m-%d} only: make three new files (`python -m autograder certificates DIR`) "
            "or set this machine's clock"
        )
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(tls.certificate, tls.key, password="")
    except (OSError, ValueError) as error:
        raise CourseError(
            f"--tls: {tls.key} is not the key to {tls.certificate}, or cannot be read: copy all three files again from "
            f"the machine where they were made ({order})"
        ) from error


def _certificate(path: Path, order: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except ValueError as error:
        raise CourseError(f"--tls: {path} is no certificate ({order})") from error


def _check_key_is_private(key: Path) -> None:
    """As SSH does with its own: who runs programs here as its owner can mend it."""
    status = key.stat()
    mode = stat.S_IMODE(status.st_mode)
    if mode & 0o007 or (mode & 0o077 and status.st_uid == os.getuid()):
        raise CourseError(
            f"--tls: others on this machine can read {key} (mode {mode:o}), and whoever has it can run programs on all "
            f"machines of the cluster: chmod 600 {key}"
        )


def security_of(tls: Files | None) -> Security:
    """Dask's security with these files, for all roles; without them nothing is encrypted."""
    if tls is None:
        return Security(require_encryption=False)
    roles = {
        f"tls_{role}_{kind}": str(path)
        for role in ("client", "scheduler", "worker")
        for kind, path in (("cert", tls.certificate), ("key", tls.key))
    }
    return Security(tls_ca_file=str(tls.authority), require_encryption=True, **roles)


def check_address(address: str, tls: Files | None, *, plain: bool) -> None:
    """Refuse a scheduler that anybody could talk to.

    Args:
        plain: whether the option `--no-tls` was given, for a scheduler on this machine's own loopback.

    Raises:
        CourseError: there is no such kind of address, or it is not protected; the message says what to do.
    """
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in ("tls", "tcp") and bool(parts.hostname) and parts.port is not None
    except ValueError:
        is_address = False
    if not is_address:
        raise CourseError(
            f"--cluster {address}: give tls://HOST:PORT for a scheduler that runs, local:N for N workers here, or "
            "ssh:FILE with a host on each line"
        )
    if parts.scheme == "tls":
        if tls is None:
            raise CourseError(
                f"--cluster {address}: give --tls ca.pem,cert.pem,key.pem, too; "
                "`python -m autograder certificates DIR` makes them"
            )
        return
    if tls is not None:
        raise CourseError(f"--cluster {address}: with --tls its address begins with tls://")
    if not _is_loopback(parts.hostname or ""):
        raise CourseError(
            f"--cluster {address}: whoever reaches a scheduler without TLS can run programs on all its workers, and "
            "here; only one on this machine's own loopback may be without it, with --no-tls"
        )
    if not plain:
        raise CourseError(
            f"--cluster {address}: every user of this machine can talk to a scheduler without TLS; give --no-tls if "
            "nobody else uses it"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
