#!/usr/bin/env bash
# nbformat 5.10.4, jsonschema 4.26.0, rfc3987-syntax 1.1.0, lark 1.3.1, Python 3.11.
#
# `import nbformat` takes several times as long as soon as rfc3987-syntax is installed, which jsonschema's extra
# `format-nongpl` brings and jupyter-events (so every Jupyter server) asks for. jsonschema imports it to check the format
# `iri`; it reads and compiles a Lark grammar when it is imported, wanted or not. No notebook's schema has that format,
# and nothing warns. So nbgrader, nbconvert and nbclient start more slowly on the machine that also has JupyterLab.
#
# Seen (CPU seconds, the least of three; only their ratio matters):
#   import nbformat                          0.12
#   the same, with rfc3987-syntax installed  1.38   11.7 times
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet nbformat==5.10.4 jsonschema==4.26.0
seconds() {
    for _ in 1 2 3 4; do
        "$folder/venv/bin/python" -c 'import time, nbformat; print(time.process_time())'
    done | tail -n 3 | sort -n | head -n 1
}
without=$(seconds)
"$folder/venv/bin/pip" install --quiet rfc3987-syntax==1.1.0 lark==1.3.1
with=$(seconds)
"$folder/venv/bin/python" - "$without" "$with" <<'PYTHON'
import sys

without, with_grammar = map(float, sys.argv[1:])
print(f"import nbformat                          {without:.2f}")
print(f"the same, with rfc3987-syntax installed  {with_grammar:.2f}   {with_grammar / without:.1f} times")
assert with_grammar > 2 * without, "this changed"
PYTHON
