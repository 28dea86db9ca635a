"""Whether a scheduler answers, in one line: Dask says it in pages, or after it has waited."""

from __future__ import annotations

import socket
import ssl
import time
from urllib.parse import urlsplit

from autograder.cluster.security import Files
from autograder.course.model import CourseError

TRY_SECONDS = 5.0


class NotYetError(CourseError):
    """Nothing listens there, but a scheduler may be just starting."""


def knock(address: str, tls: Files | None) -> None:
    """Connect to the scheduler at `address`, which `security.check_address` has taken, and hang up.

    Raises:
        NotYetError: it cannot be reached.
        CourseError: no machine has that name, or it has other certificates; the message says which.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 0
    try:
        with socket.create_connection((host, port), TRY_SECONDS) as plain:
            if tls is not None:
                _context(tls).wrap_socket(plain).close()
    except socket.gaierror as error:
        raise CourseError(f"{address}: no machine has the name {host}") from error
    except ssl.SSLError as error:
        raise CourseError(
            f"{address}: what answers there has other certificates than {tls and tls.certificate}, or is no scheduler: "
            "all machines need the same three files"
        ) from error
    except OSError as error:
        raise NotYetError(
            f"{address}: no scheduler answers there ({error.strerror or error}): is it running, is its port right, and "
            "does no firewall stand between?"
        ) from error


def wait_for(address: str, tls: Files | None, seconds: float) -> None:
    """As `knock`, but a scheduler that is just starting has this long."""
    end = time.monotonic() + seconds
    while True:
        try:
            return knock(address, tls)
        except NotYetError:
            if time.monotonic() > end:
                raise
        time.sleep(0.5)  # between two tries: nobody tells that it listens now


def _context(tls: Files) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # as Dask does: the certificate is the cluster's, not a machine's
    context.load_verify_locations(tls.authority)
    context.load_cert_chain(tls.certificate, tls.key)
    return context
