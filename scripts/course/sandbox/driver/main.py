"""Runs the cells of a notebook in a kernel and reports what came of it.

Standard input: a line of JSON that says where, upon which the kernel starts, and
one that says which cells; when it closes, the run stops.
Standard output: a line of JSON per event. Everything that comes from the
kernel is bounded here, and nothing of it is believed.
"""

import ctypes
import json
import os
import resource
import shutil
import signal
import sys
from typing import Any

from filter import system_call_filter
from kernel import Kernel
from memory import Memory
from run import STOPPED, End, Run

# A flood must not make the driver grow: it would rather end.
DRIVER_BYTES = 2**30
MESSAGE_SLACK = 2**16


def main() -> None:
    if sys.platform == "linux":
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (DRIVER_BYTES, hard))
    config = json.loads(sys.stdin.buffer.readline())
    limits = config["limits"]
    copy_workspace(config["workspace"], config["seen"], config["project"])
    memory = Memory(limits, config["proc"], config["scratch"], config["owner"])
    filter_file = as_file(system_call_filter())
    kernel = Kernel(
        argv=[str(filter_file) if arg == "FILTER" else arg for arg in config["argv"]],
        files=[filter_file],
        env=config["env"],
        cwd=config["project"],
        connection_file=config["connectionFile"],
        max_message_bytes=limits["outputBytes"] + MESSAGE_SLACK,
        enter=lambda: enter(memory, config["slot"]),
    )
    run = Run(kernel, memory, limits, report)
    try:
        run.wait_until_ready()
        run.run(await_cells())
        end, message = "finished", "All cells were run."
    except End as reason:
        end, message = reason.end, str(reason)
    finally:
        kernel.kill()
        memory.close()
    run.report_late()
    report({"event": "end", "end": end, "message": message})


def await_cells() -> Any:
    """The cells to run, which may be long in coming."""
    line = sys.stdin.buffer.readline()
    if line == b"":
        raise End("stopped", STOPPED)
    return json.loads(line)


def report(event: dict[str, Any]) -> None:
    """Writes an event as one line."""
    sys.stdout.write(json.dumps(event, allow_nan=False) + "\n")
    sys.stdout.flush()


def copy_workspace(workspace: str, seen: list[str], project: str) -> None:
    """Copies what a kernel sees of a workspace, readable for everybody."""
    os.umask(0o022)
    for name in seen:
        source, target = os.path.join(workspace, name), os.path.join(project, name)
        if os.path.isfile(source):
            shutil.copyfile(source, target)
        elif os.path.isdir(source):
            shutil.copytree(source, target, copy_function=shutil.copyfile)
            for folder, _, _ in os.walk(target):
                os.chmod(folder, 0o755)


def as_file(content: bytes) -> int:
    """A file to read from that holds a little content."""
    reading, writing = os.pipe()
    os.write(writing, content)
    os.close(writing)
    return reading


def enter(memory: Memory, slot: int) -> None:
    """What the kernel's process does before it becomes the kernel."""
    memory.enter()
    if sys.platform == "linux":
        # One notebook's threads must not take the time of the next one's.
        processors = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {processors[slot % len(processors)]})
        set_death_signal = 1
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)


main()
