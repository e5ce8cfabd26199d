"""Makes a Dask worker one that runs notebooks and trains: `--preload mle_worker`.

A program beside the worker (host.ts) does the work. First it says what it is; then
lines go both ways, a number before a space and JSON.
"""

import itertools
import json
import os
import subprocess
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from typing import Any

import psutil
from distributed import Worker, get_worker
from mle_identity import resource_of, with_python

HERE = Path(__file__).parent
DENO = HERE.parents[2] / ".venv" / "bin" / "deno"
ASK_S = 1  # how often to look whether anybody still waits for it


class Host:
    """The program that does the work; without it, the worker ends."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [DENO, "run", "-A", "--no-check", HERE / "host.ts"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._numbers = itertools.count(1)
        self._answers: dict[int, Future[bytes]] = {}
        self._lock = threading.Lock()
        self.said = json.loads(self._read())
        threading.Thread(target=self._listen, daemon=True).start()

    def run(self, work: bytes) -> bytes:
        """Does some work; ends it when its task is cancelled."""
        answer: Future[bytes] = Future()
        number = next(self._numbers)
        self._answers[number] = answer
        self._tell(number, work)
        is_told = False
        while True:
            try:
                return answer.result(timeout=ASK_S)
            except NotYet:
                if not is_told and is_cancelled():
                    self._tell(number, b"")
                    is_told = True

    def _tell(self, number: int, words: bytes) -> None:
        assert self._process.stdin is not None
        with self._lock:
            self._process.stdin.write(b"%d %s\n" % (number, words))
            self._process.stdin.flush()

    def _read(self) -> bytes:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def _listen(self) -> None:
        while line := self._read():
            number, _, answer = line.rstrip(b"\n").partition(b" ")
            self._answers.pop(int(number)).set_result(answer)
        os._exit(1)  # Dask gives its work to other workers


def is_cancelled() -> bool:
    worker = get_worker()
    task = worker.state.tasks.get(worker.get_current_task())
    return task is None or task.state == "cancelled"


host: Host | None = None


def run(work: bytes) -> bytes:
    assert host is not None
    return host.run(work)


def dask_setup(worker: Worker) -> None:
    """Starts the program; offers to work if it can make sandboxes."""
    global host
    about: dict[str, Any] = {"identity": {}, "problem": None}
    worker.startup_information["mle"] = lambda _: about
    try:
        host = Host()
    except (OSError, ValueError) as error:
        about["problem"] = f"its program does not start: {error}"
        return
    about["identity"] = with_python(host.said["identity"])
    about["problem"] = host.said["problem"]
    if about["problem"] is not None:
        return
    memory = worker.memory_manager.memory_limit or psutil.virtual_memory().available
    width = min(worker.state.nthreads, int(memory // host.said["memoryBytes"]))
    resources = {resource_of(about["identity"]): max(1, width)}
    worker.state.total_resources.update(resources)
    worker.state.available_resources.update(resources)
