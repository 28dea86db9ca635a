#!/usr/bin/env bash
# watchfiles 1.2.0.
#
# `watch("inbox")` is given a relative path and reports absolute ones: `Path(changed).relative_to("inbox")` raises for
# every change, and code that passes over what lies elsewhere sees no event at all. Tests in a temporary folder do not
# show it, since that path is absolute.
#
# Seen:
#   watched   inbox
#   reported  an absolute path that ends in inbox/lab.ipynb
#   below the watched path: False
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet watchfiles==1.2.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from pathlib import Path
from threading import Timer

from watchfiles import watch

Path("inbox").mkdir()
write = Timer(0.5, Path("inbox/lab.ipynb").write_text, ["{}"])
write.start()
for changes in watch("inbox", yield_on_timeout=False):
    [path] = {Path(path) for _, path in changes}
    break
print("watched   inbox")
print("reported ", "an absolute path that ends in" if path.is_absolute() else "a path that ends in", Path(*path.parts[-2:]))
print("below the watched path:", path.is_relative_to("inbox"))
assert path.is_absolute() and not path.is_relative_to("inbox"), "this changed"
PYTHON
