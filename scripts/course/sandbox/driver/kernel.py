"""The Deno kernel: a process, and the sockets for talking to it."""

import contextlib
import json
import os
import re
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from typing import Any

import zmq
from messages import sign_and_pack

MAX_LAST_WORDS = 4000
MAX_CONTROL_BYTES = 2**16
GREETING = re.compile('Warning "deno jupyter" is unstable')


class Kernel:
    """A running kernel; nothing that it sends is trusted."""

    def __init__(
        self,
        argv: list[str],
        files: list[int],
        env: dict[str, str],
        cwd: str,
        connection_file: str,
        max_message_bytes: int,
        enter: Callable[[], None],
        proc: str | None,
    ) -> None:
        self._key = os.urandom(16).hex().encode()
        ports = _write_connection_file(connection_file, self._key)
        self._process = subprocess.Popen(
            argv,
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            # SIGXFSZ stays ignored, as in Python, so that a file beyond its limit
            # is an error and not the end.
            restore_signals=False,
            pass_fds=files,
            start_new_session=True,
            preexec_fn=enter,
        )
        assert self._process.stderr is not None  # it is a pipe
        self._stderr = self._process.stderr.fileno()
        os.set_blocking(self._stderr, False)
        self._last_words = b""
        self._proc = proc
        context = zmq.Context()

        def connect(
            kind: int, name: str
        ) -> tuple[zmq.Socket[bytes], zmq.Socket[bytes]]:
            sock = context.socket(kind)
            sock.setsockopt(zmq.LINGER, 0)
            sock.setsockopt(zmq.RECONNECT_IVL, 20)
            # A longer message ends the connection, which the monitor reports.
            sock.setsockopt(zmq.MAXMSGSIZE, max_message_bytes)
            if kind == zmq.SUB:
                sock.setsockopt(zmq.SUBSCRIBE, b"")
            lost = sock.get_monitor_socket(zmq.EVENT_DISCONNECTED)
            sock.connect(f"tcp://127.0.0.1:{ports[name]}")
            return sock, lost

        self._shell, self._shell_lost = connect(zmq.DEALER, "shell_port")
        self._iopub, self._iopub_lost = connect(zmq.SUB, "iopub_port")
        # Nobody reads what comes there, so little of it is kept.
        self._control = context.socket(zmq.DEALER)
        self._control.setsockopt(zmq.LINGER, 0)
        self._control.setsockopt(zmq.RCVHWM, 1)
        self._control.setsockopt(zmq.MAXMSGSIZE, MAX_CONTROL_BYTES)
        self._control.connect(f"tcp://127.0.0.1:{ports['control_port']}")
        self._poller = zmq.Poller()
        self._poller.register(self._stderr, select.POLLIN)
        for sock in (self._shell, self._iopub, self._shell_lost, self._iopub_lost):
            self._poller.register(sock, zmq.POLLIN)

    def request(self, msg_type: str, content: dict[str, Any]) -> str:
        """Sends a request; returns its id."""
        frames, msg_id = sign_and_pack(self._key, msg_type, content)
        self._shell.send_multipart(frames)
        return msg_id

    def signal(self, number: signal.Signals) -> None:
        """Sends Deno a signal: SIGINT is Jupyter's Stop, for which trainings listen."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._deno(), number)

    def break_off(self) -> None:
        """Ends code that never waits, such as a loop without end."""
        frames, _ = sign_and_pack(self._key, "interrupt_request", {})
        self._control.send_multipart(frames)

    def _deno(self) -> int:
        """Deno's process: in a sandbox the second, after bubblewrap's own."""
        for name in os.listdir(self._proc) if self._proc is not None else ():
            if name.isdigit() and _status(f"{self._proc}/{name}", "NSpid")[1:] == ["2"]:
                return int(name)
        return self._process.pid

    def watch_input(self) -> None:
        """Makes `wait` report the end of the standard input, too."""
        self._poller.register(0, select.POLLIN)

    def wait(self, timeout_ms: int) -> set[str]:
        """Waits for events and returns their names."""
        ready = dict(self._poller.poll(timeout_ms))
        if self._stderr in ready:
            self._read_stderr()
        names = {
            "stop": 0 in ready,
            "shell": self._shell in ready,
            "iopub": self._iopub in ready,
            "lost": self._shell_lost in ready or self._iopub_lost in ready,
        }
        return {name for name, is_ready in names.items() if is_ready}

    def receive(self, channel: str) -> list[bytes] | None:
        """The next message's frames; None if there is none."""
        sock = self._shell if channel == "shell" else self._iopub
        try:
            return sock.recv_multipart(zmq.NOBLOCK)
        except zmq.Again:
            return None

    def exit_code(self, patience_s: float = 0.0) -> int | None:
        """The process's exit code, negative for a signal; None while it runs."""
        until = time.monotonic() + patience_s
        while (code := self._process.poll()) is None and time.monotonic() < until:
            time.sleep(0.01)
        # bubblewrap reports a signal as the shell does.
        return code if code is None or code < 128 else 128 - code

    def kill(self) -> None:
        """Kills the kernel and everything that it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, 9)
        self._process.wait()

    def last_words(self) -> str:
        """The end of the process's stderr, without its greeting."""
        self._read_stderr()
        lines = self._last_words.decode("utf-8", "replace").splitlines()
        return "\n".join(line for line in lines if not GREETING.match(line)).strip()

    def _read_stderr(self) -> None:
        for _ in range(16):
            try:
                chunk = os.read(self._stderr, 65536)
            except BlockingIOError:
                return
            if chunk == b"":
                if self._stderr in self._poller:
                    self._poller.unregister(self._stderr)
                return
            self._last_words = (self._last_words + chunk)[-MAX_LAST_WORDS:]


def _status(process: str, field: str) -> list[str]:
    """A line of what the system says of a process; empty if it has ended."""
    with (
        contextlib.suppress(OSError),
        open(f"{process}/status", encoding="utf-8", errors="replace") as file,
    ):
        for line in file:
            if line.startswith(f"{field}:"):
                return line.split()[1:]
    return []


def _write_connection_file(path: str, key: bytes) -> dict[str, int]:
    names = [f"{name}_port" for name in ("shell", "iopub", "stdin", "control", "hb")]
    sockets = [socket.socket() for _ in names]
    for sock in sockets:
        sock.bind(("127.0.0.1", 0))
    ports = {
        name: sock.getsockname()[1] for name, sock in zip(names, sockets, strict=True)
    }
    for sock in sockets:
        sock.close()
    connection = {
        **ports,
        "ip": "127.0.0.1",
        "transport": "tcp",
        "key": key.decode(),
        "signature_scheme": "hmac-sha256",
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(connection, file)
    return ports
