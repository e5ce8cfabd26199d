"""The processes beside the wrapper: none of them outlives it, however it ends."""

import asyncio
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
DENO = Path(sys.executable).with_name("deno.exe" if os.name == "nt" else "deno")

CHANNELS = ("shell", "iopub", "stdin", "control", "hb")


@dataclass
class DenoProcess:
    """Deno's kernel, and how it is connected to."""

    process: subprocess.Popen[bytes]
    ports: dict[str, int]
    key: bytes

    def interrupt(self) -> None:
        """Tells a cell that listens to stop: see start_up.js."""
        if os.name != "nt" and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)


class Processes:
    """Starts processes in a group of their own, which ends with the wrapper.

    A group of their own, because Jupyter signals the wrapper's: what Stop does
    is for the wrapper to say. Its leader waits for the end of its input, which
    comes when the wrapper ends or is killed, and takes the group and the folder
    with it.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="mle-kernel-")
        self._leader: subprocess.Popen[bytes] | None = None
        if os.name != "nt":
            self._leader = subprocess.Popen(
                ["sh", "-c", 'read -r _; rm -rf "$0"; kill -KILL 0', self._folder.name],
                stdin=subprocess.PIPE,
                preexec_fn=lambda: os.setpgid(0, 0),
            )
        self._join_group: Callable[[], None] | None = None
        if self._leader is not None:
            group = self._leader.pid
            self._join_group = lambda: os.setpgid(0, group)

    def __enter__(self) -> "Processes":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._leader is not None and self._leader.stdin is not None:
            self._leader.stdin.close()
            self._leader.wait()
        self._folder.cleanup()

    async def start_piped(self, *args: str) -> asyncio.subprocess.Process:
        """Starts Deno, to be spoken to through its standard input and output."""
        return await asyncio.create_subprocess_exec(
            str(DENO),
            *args,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            preexec_fn=self._join_group,
            limit=2**26,
        )

    def start_deno_kernel(self) -> DenoProcess:
        ports, key = _free_ports(), secrets.token_hex(16)
        path = Path(self._folder.name) / "connection.json"
        connection = {
            **{f"{channel}_port": port for channel, port in ports.items()},
            "ip": "127.0.0.1",
            "transport": "tcp",
            "key": key,
            "signature_scheme": "hmac-sha256",
        }
        path.write_text(json.dumps(connection), encoding="utf-8")
        process = subprocess.Popen(
            [str(DENO), "jupyter", "--kernel", "--conn", str(path)],
            stdin=subprocess.DEVNULL,
            preexec_fn=self._join_group,
        )
        return DenoProcess(process, ports, key.encode())


def _free_ports() -> dict[str, int]:
    sockets = {channel: socket.socket() for channel in CHANNELS}
    for sock in sockets.values():
        sock.bind(("127.0.0.1", 0))
    ports = {channel: sock.getsockname()[1] for channel, sock in sockets.items()}
    for sock in sockets.values():
        sock.close()
    return ports
