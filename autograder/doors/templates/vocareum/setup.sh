#!/usr/bin/env bash
# Run this once in a terminal of the course's own image, in the folder that has grade.sh.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
venv="${AUTOGRADER_VENV:-$here/venv}"
bash "$here/install.sh" "$here" "$venv"
printf '%s\n' "$venv" >"$here/venv-path.txt"
