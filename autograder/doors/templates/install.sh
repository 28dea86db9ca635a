#!/usr/bin/env bash
# install.sh SOURCE VENV: what grading needs, into a Python environment of its own. SOURCE is the unpacked package.
set -euo pipefail
umask 022
source_dir="$1"
venv="$2"

# The first Python of 3.11 to 3.14 with which an environment can be made.
find_python() {
  local name
  for name in python3.14 python3.13 python3.12 python3.11 python3; do
    if "$name" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  return 1
}

missing=()
find_python >/dev/null || missing+=(python3 python3-venv ca-certificates)
# Without libseccomp the sandbox has one wall fewer.
ldconfig -p 2>/dev/null | grep 'libseccomp\.so\.2' >/dev/null || missing+=(libseccomp2)
if [ "${#missing[@]}" -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update
  apt-get install -y --no-install-recommends "${missing[@]}"
fi
python="$(find_python)" || python=""
if [ -z "$python" ]; then
  # The system's Python is too old (Ubuntu 22.04 has 3.10): uv brings one.
  python3 -m venv "$venv.uv"
  "$venv.uv/bin/python" -m pip install --quiet --no-deps -r "$source_dir/requirements-uv.txt"
  export UV_PYTHON_INSTALL_DIR="$venv.python"
  "$venv.uv/bin/uv" python install 3.12
  python="$("$venv.uv/bin/uv" python find --managed-python 3.12)"
fi

"$python" -m venv --clear "$venv"
for requirements in "$source_dir"/requirements-[0-9]*.txt; do
  "$venv/bin/python" -m pip install --quiet --no-deps --no-cache-dir --no-compile -r "$requirements"
done
# A file for another version of Python does not compile; that is no reason to stop.
"$venv/bin/python" -m compileall -qq -j 0 "$venv/lib" "$source_dir/course" || true
