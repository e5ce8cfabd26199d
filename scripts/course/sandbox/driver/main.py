"""Runs the cells of a notebook in a kernel and reports what came of it.

Standard input: a line of JSON with the protocol's schemas (protocol.ts) and what
they call `start`, upon which the kernel starts; then files and cells, a line each
time; when it closes, all ends.
Standard output: a line of JSON per event. Everything that comes from the
kernel is bounded here, and none of it is trusted.
"""

import ctypes
import json
import os
import resource
import shutil
import signal
import sys
from typing import Any

import fastjsonschema
from filter import system_call_filter
from kernel import Kernel
from memory import Memory
from run import Run
from run_cell import End

# A flood must not make the driver grow without bounds: it ends instead.
DRIVER_BYTES = 2**30
MESSAGE_SLACK = 2**16


def main() -> None:
    if sys.platform == "linux":
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (DRIVER_BYTES, hard))
    first = json.loads(sys.stdin.buffer.readline())
    check = {
        name: fastjsonschema.compile(schema)
        for name, schema in first["protocol"].items()
    }
    start = check["start"](first["start"])
    limits = start["limits"]
    copy_workspace(start["workspace"], start["seen"], start["project"])
    memory = Memory(limits, start["proc"], start["scratch"], start["owner"])
    filter_file = as_file(system_call_filter())
    kernel = Kernel(
        argv=[str(filter_file) if arg is None else arg for arg in start["argv"]],
        files=[filter_file],
        env=start["env"],
        cwd=start["project"],
        connection_file=start["connectionFile"],
        max_message_bytes=limits["outputBytes"] + MESSAGE_SLACK,
        enter=lambda: enter(memory, start["slot"]),
        proc=start["proc"],
    )

    def report(event: dict[str, Any]) -> None:
        """Writes an event as one line."""
        sys.stdout.write(json.dumps(check["event"](event), allow_nan=False) + "\n")
        sys.stdout.flush()

    run = Run(kernel, memory, limits, report)
    try:
        run.wait_until_ready()
        for line in iter(sys.stdin.buffer.readline, b""):
            work = check["work"](json.loads(line))
            add_files(work["files"], start["project"])
            run.run(work["cells"])
            run.report_late()
            message = "All cells were run."
            report({"event": "end", "end": "finished", "message": message})
    except End as reason:
        run.report_late()
        report({"event": "end", "end": reason.end, "message": str(reason)})
    finally:
        kernel.kill()
        memory.close()


def copy_workspace(workspace: str, seen: list[str], project: str) -> None:
    """Copies the visible parts of a workspace, readable for everybody."""
    os.umask(0o022)
    for name in seen:
        source, target = os.path.join(workspace, name), os.path.join(project, name)
        if os.path.isfile(source):
            shutil.copyfile(source, target)
        elif os.path.isdir(source):
            shutil.copytree(source, target, copy_function=shutil.copyfile)
            for folder, _, _ in os.walk(target):
                os.chmod(folder, 0o755)


def add_files(files: dict[str, str], project: str) -> None:
    """Puts texts into the project, readable for everybody; replaces none."""
    root = os.path.realpath(project)
    for name, text in files.items():
        path = os.path.join(root, name)
        if os.path.realpath(path) != path or not path.startswith(f"{root}/"):
            raise ValueError(f"{name} is not a path in the project.")
        if os.path.lexists(path):
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def as_file(content: bytes) -> int:
    """A file descriptor to read a little content from."""
    reading, writing = os.pipe()
    os.write(writing, content)
    os.close(writing)
    return reading


def enter(memory: Memory, slot: int) -> None:
    """Prepares the kernel's process before it executes the kernel."""
    memory.enter()
    if sys.platform == "linux":
        # The driver's own limit is not the kernel's.
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))
        # One notebook's threads must not take time from another's.
        processors = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {processors[slot % len(processors)]})
        set_death_signal = 1
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)


main()
