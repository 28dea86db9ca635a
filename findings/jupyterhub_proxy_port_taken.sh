#!/usr/bin/env bash
# JupyterHub 6.1.1 with configurable-http-proxy 5.3.0.
#
# Where another program has the public port, the proxy logs an uncaught exception and lives on, and so does the hub: it
# says that JupyterHub is now running, its own address is healthy, and a supervisor of processes sees nothing wrong,
# while whoever opens the public address meets the other program.
#
# Seen:
#   the hub runs            True
#   it says "JupyterHub is now running"   True
#   its own health check    200
#   the public address is   the other program's
set -euo pipefail
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet jupyterhub==6.1.1
npm install --silent --no-audit --no-fund --prefix "$folder/node" configurable-http-proxy@5.3.0
cd "$folder"
mkdir other
echo "the other program's" >other/index.html
python3 -m http.server 8765 --bind 127.0.0.1 --directory other >/dev/null 2>&1 &
cat >config.py <<'PYTHON'
c.JupyterHub.bind_url = "http://127.0.0.1:8765"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:8766"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:8767"
c.ConfigurableHTTPProxy.command = ["node/node_modules/.bin/configurable-http-proxy"]
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
PYTHON
"$folder/venv/bin/jupyterhub" -f config.py >hub.log 2>&1 &
hub=$!
for _ in $(seq 60); do
  if grep -q "EADDRINUSE" hub.log && curl --silent --fail http://127.0.0.1:8766/hub/health >/dev/null; then break; fi
  sleep 1
done
sleep 10 # it would notice by now
"$folder/venv/bin/python" - "$hub" <<'PYTHON'
import os
import sys
from pathlib import Path
from urllib.request import urlopen

log = Path("hub.log").read_text()
try:
    os.kill(int(sys.argv[1]), 0)
    runs = True
except ProcessLookupError:
    runs = False
said = "JupyterHub is now running" in log
print("the hub runs           ", runs)
print('it says "JupyterHub is now running"  ', said)
assert runs and "EADDRINUSE" in log, f"this changed:\n{log}"
health = urlopen("http://127.0.0.1:8766/hub/health").status
public = urlopen("http://127.0.0.1:8765/").read().decode().strip()
print("its own health check   ", health)
print("the public address is  ", public)
assert said and health == 200 and public == "the other program's", "this changed"
PYTHON
