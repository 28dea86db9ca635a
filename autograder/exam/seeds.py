"""Seeds: each comes from a submission's secret and from what it is for, so that an exam can be repeated."""

from __future__ import annotations

import hashlib
import hmac


def derive(secret: str, *parts: str) -> int:
    """A seed from a secret and what it is for."""
    digest = hmac.new(bytes.fromhex(secret), "\0".join(parts).encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") >> 1
