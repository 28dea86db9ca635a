"""`python -m tests.support.ssh_server FOLDER`: an SSH server on loopback, for whoever has the key in FOLDER.

It writes FOLDER/.ssh with the key and the configuration that finds it: a client whose home is FOLDER needs no more.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import asyncssh


async def run(process: asyncssh.SSHServerProcess[bytes]) -> None:
    """Run what the client asks for, and end it with all that it started when the client is gone."""
    shell = await asyncio.create_subprocess_shell(
        process.command or "true",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        await process.redirect(stdin=shell.stdin, stdout=shell.stdout, stderr=shell.stderr)
        done = asyncio.ensure_future(shell.wait())
        gone = asyncio.ensure_future(process.channel.wait_closed())
        await asyncio.wait({done, gone}, return_when=asyncio.FIRST_COMPLETED)
        if done.done():
            process.exit(done.result())
    finally:
        with suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGTERM)


async def serve(folder: Path) -> None:
    """Until this process is ended."""
    home = folder / ".ssh"
    home.mkdir()
    host_key, key = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    key.write_private_key(home / "key")
    (home / "key").chmod(0o600)
    authorized = asyncssh.import_authorized_keys(key.export_public_key().decode())
    server = await asyncssh.listen(
        "127.0.0.1",
        0,
        server_host_keys=[host_key],
        authorized_client_keys=authorized,
        process_factory=run,
        encoding=None,
    )
    port = server.sockets[0].getsockname()[1]
    public = host_key.export_public_key().decode().strip()
    (home / "known_hosts").write_text(f"[127.0.0.1]:{port} {public}\n", encoding="utf-8")
    (home / "config").write_text(
        f"Host 127.0.0.1\n  Port {port}\n  User grader\n  IdentityFile {home / 'key'}\n"
        f"  UserKnownHostsFile {home / 'known_hosts'}\n",
        encoding="utf-8",
    )
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
