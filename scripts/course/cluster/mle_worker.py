"""Makes a Dask worker one that runs notebooks and trains: `--preload mle_worker`.

A program beside the worker (host.ts) does the work. First it says what it is; then
lines go both ways, a number before a space and JSON.
"""

import contextlib
import fcntl
import ipaddress
import itertools
import json
import os
import subprocess
import tempfile
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path

import psutil
from distributed import Worker, get_worker
from distributed.comm import get_address_host, resolve_address
from distributed.utils import sync

HERE = Path(__file__).parent
DENO = HERE.parents[2] / ".venv" / "bin" / "deno"
STARTS = "work starts"
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


def is_loopback(address: str) -> bool:
    host = get_address_host(resolve_address(address))
    return ipaddress.ip_address(host).is_loopback


def take_processors(count: int) -> None:
    """Has what this thread starts keep to processors that no other worker has.

    Each worker counts its processors from 0, so two on a machine would use the same.
    """
    free = sorted(os.sched_getaffinity(0))
    folder = Path(tempfile.gettempdir()) / f"mle-processors-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    taken: list[int] = []
    for processor in free if count < len(free) else []:
        lock = os.open(folder / str(processor), os.O_CREAT | os.O_WRONLY, 0o600)
        with contextlib.suppress(OSError):  # another worker has it, until it ends
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            taken.append(processor)
        if len(taken) == count:
            os.sched_setaffinity(0, taken)
            break


host: Host | None = None


def run(work: bytes) -> bytes:
    """The task: does some work on this worker."""
    worker = get_worker()
    # Waits for an answer: the scheduler knows, whatever becomes of us then.
    log = worker.scheduler.log_event
    sync(worker.loop, log, topic=STARTS, msg=worker.get_current_task())
    assert host is not None
    return host.run(work)


def offer(worker: Worker, about: dict[str, str], resource: str, width: int) -> None:
    """Says what this machine is, and offers to work on so much at a time."""
    worker.startup_information["mle"] = lambda _: about
    worker.state.total_resources[resource] = width
    worker.state.available_resources[resource] = width


def dask_setup(worker: Worker) -> None:
    """Starts the program, and offers to work."""
    global host
    if is_loopback(worker.address) and not is_loopback(worker.scheduler.address):
        os._exit(1)  # there is no network just now, and nobody could reach it
    take_processors(worker.state.nthreads)
    host = Host()
    said = host.said
    memory = worker.memory_manager.memory_limit or psutil.virtual_memory().available
    width = min(worker.state.nthreads, int(memory // said["memoryBytes"]))
    offer(worker, said["identity"], said["resource"], max(1, width))
