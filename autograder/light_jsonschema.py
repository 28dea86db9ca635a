"""Importing this keeps jsonschema, which nbformat imports, from building a grammar of internet addresses where
`rfc3987-syntax` is installed: it takes 0.8 s, and notebooks have no addresses to check.
"""

from __future__ import annotations

import sys

# None makes its import fail, which jsonschema takes for "not installed".
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # typeshed knows modules only
