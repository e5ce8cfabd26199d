"""The processes beside the wrapper: none of them outlives it, however it ends."""

import contextlib
import json
import os
import signal
import socket
import sys
from pathlib import Path
from subprocess import PIPE, Popen

ROOT = Path(__file__).resolve().parents[2]
DENO = str(Path(sys.executable).with_name("deno"))
ANY = ("127.0.0.1", 0)
CHANNELS = ("shell", "iopub", "stdin", "control", "hb")


class Processes:
    """A group of processes that Jupyter does not signal and that ends with the wrapper.

    Its leader waits for the end of its input, which comes with the wrapper's.
    """

    def __init__(self) -> None:
        leader = ["sh", "-c", "read -r _; kill -KILL 0"]
        self.leader = Popen(leader, stdin=PIPE, preexec_fn=os.setpgrp)

    def join(self) -> None:
        """What a process that starts is to do first."""
        os.setpgid(0, self.leader.pid)

    def start_deno_kernel(self, connection: dict[str, object]) -> None:
        """Starts it with Jupyter's key, so that messages can pass as they are."""
        with contextlib.ExitStack() as stack:
            free = [stack.enter_context(socket.create_server(ANY)) for _ in CHANNELS]
            ports = [sock.getsockname()[1] for sock in free]
        own = dict(zip([f"{name}_port" for name in CHANNELS], ports, strict=True))
        own = {**connection, "ip": "127.0.0.1", "transport": "tcp", **own}
        self.connection = own
        command = [DENO, "jupyter", "--kernel", "--conn", "/dev/stdin"]
        self.deno = Popen(command, stdin=PIPE, stdout=PIPE, preexec_fn=self.join)
        assert self.deno.stdin is not None
        with self.deno.stdin as pipe:
            pipe.write(json.dumps(own).encode())

    def end_of_deno(self) -> str:
        """How Deno's kernel has ended, in words; empty while it runs."""
        code = self.deno.poll()
        why = ": the system may be out of memory" if code == -signal.SIGKILL else ""
        text = f"Deno has ended (exit code {code}{why}), and with it all variables.\n"
        return "" if code is None else text
