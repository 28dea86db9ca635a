#!/usr/bin/env bash
# nbgrader 0.9.6.
#
# `nbgrader list --help` has a flag `--json`, and what it prints is no JSON: the flag sets `ExchangeList.as_json`, which no
# class in the package has. The command ends with 0 and its list is in the log only.
#
# Seen (standard output, then what the log says):
#   standard output is JSON: False
#   log: Config option `as_json` not recognized by `ExchangeList`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet nbgrader==0.9.6
export PATH="$folder/venv/bin:$PATH"
cd "$folder"
mkdir -m 777 exchange home
export HOME="$folder/home"
set +e
nbgrader list --json --course demo --Exchange.root="$folder/exchange" --Exchange.cache="$folder/home/cache" >out.txt 2>log.txt
echo "exit code $?"
set -e
python - <<'PYTHON'
import json
from pathlib import Path

try:
    json.loads(Path("out.txt").read_text())
    is_json = True
except ValueError:
    is_json = False
print("standard output is JSON:", is_json)
log = Path("log.txt").read_text()
told = [line for line in log.splitlines() if "as_json" in line]
print("log:", *(told[:1] or log.splitlines()[-3:]))
assert not is_json and told, "this changed"
PYTHON
