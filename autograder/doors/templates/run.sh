#!/usr/bin/env bash
# run.sh SOURCE PYTHON SENT DOOR OPTION...: grade what lies in the folder SENT, from a copy of the course, in an
# environment in which nothing that a student sent is imported, read as a setting, or found on PATH.
set -uo pipefail
umask 022
source_dir="$1" python="$2" sent="$3" door="$4"
shift 4

scratch="$(mktemp -d)" || exit 3
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/home" "$scratch/tmp" "$scratch/work"
cp -Rp "$source_dir/course" "$scratch/course" || exit 3
cd "$scratch/course" || exit 3

# Gradescope gives a hand-in that takes longer than its own limit, 10 minutes, a zero: end before.
timeout --kill-after=10 "${AUTOGRADER_SECONDS:-540}" \
  env -i PATH=/usr/local/bin:/usr/bin:/bin HOME="$scratch/home" TMPDIR="$scratch/tmp" LANG=C.UTF-8 \
  PYTHONPATH="$scratch/course" PYTHONSAFEPATH=1 PYTHONNOUSERSITE=1 MPLCONFIGDIR="$scratch/home" MPLBACKEND=agg \
  "$python" -m autograder.doors "$door" --package "$source_dir" --course "$scratch/course" --sent "$sent" \
  --scratch "$scratch/work" --hide "$scratch" --hide "$source_dir" "$@"
