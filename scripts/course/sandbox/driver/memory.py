"""Limits the memory of the kernel and everything that it has started."""

import contextlib
import os
import re
import time
from pathlib import Path
from typing import Any

from sockets import socket_bytes

CGROUPS = Path("/sys/fs/cgroup")
PREFIX = "mle-sandbox"
OLD_S = 60


class Memory:
    """Uses a control group where one can be made, and /proc everywhere."""

    def __init__(
        self, limits: dict[str, Any], proc: str | None, scratch: str, owner: int
    ) -> None:
        self._bytes: int = limits["memoryBytes"]
        self._proc = proc
        self._scratch = scratch
        self._groups = _make_groups(limits, owner)
        self._files = [os.open(g / "cgroup.procs", os.O_WRONLY) for g in self._groups]

    def enter(self) -> None:
        """Puts the calling process into the groups."""
        for file in self._files:
            os.write(file, b"0")

    def is_exceeded(self) -> bool:
        """Whether the processes' own memory and the files exceed the limit."""
        return self._used() > self._bytes

    def has_killed(self) -> bool:
        """Whether the system has killed a process because of the limit."""
        for group in self._groups:
            for name in ("memory.events", "memory.oom_control"):
                try:
                    text = (group / name).read_text()
                except OSError:
                    continue
                if re.search(r"^oom_kill [1-9]", text, re.MULTILINE):
                    return True
        return False

    def close(self, patience_s: float = 2) -> None:
        """Removes the groups as soon as their processes are gone."""
        until = time.monotonic() + patience_s
        for group in self._groups:
            while not _remove(group) and time.monotonic() < until:
                time.sleep(0.01)

    def _used(self) -> int:
        if self._proc is None:
            return 0
        files = os.statvfs(self._scratch)
        # An inode costs memory, too, though an empty file has no blocks.
        used = (files.f_blocks - files.f_bfree) * files.f_frsize
        used += (files.f_files - files.f_ffree) * 1024
        used += socket_bytes()
        for name in os.listdir(self._proc):
            if name.isdigit() and int(name) != os.getpid():
                used += _own_bytes(f"{self._proc}/{name}/status")
        return used


def _own_bytes(path: str) -> int:
    """The memory that is not backed by a file on disk."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
    except OSError:
        return 0  # it has just ended
    own = r"^(?:RssAnon|RssShmem|VmSwap|VmPTE):\s*(\d+) kB"
    return sum(map(int, re.findall(own, text, re.MULTILINE))) * 1024


def _make_groups(limits: dict[str, Any], owner: int) -> list[Path]:
    """Makes control groups (version 2 or 1) with the limits, if permitted."""
    name = f"{PREFIX}-{owner}-{os.urandom(8).hex()}"
    memory, processes = str(limits["memoryBytes"]), str(limits["processes"])
    if (CGROUPS / "cgroup.controllers").exists():
        wanted = [
            (CGROUPS, {"memory.max": memory, "pids.max": processes}),
        ]
    else:
        wanted = [
            (CGROUPS / "memory", {"memory.limit_in_bytes": memory}),
            (CGROUPS / "pids", {"pids.max": processes}),
        ]
    groups = []
    for parent, settings in wanted:
        _sweep(parent)
        group = parent / name
        try:
            group.mkdir()
        except OSError:
            continue
        try:
            for file, value in settings.items():
                (group / file).write_text(value)
        except OSError:
            _remove(group)
            continue
        for file in ("memory.swap.max", "memory.memsw.limit_in_bytes"):
            if (group / file).exists():
                (group / file).write_text("0" if "max" in file else memory)
        groups.append(group)
    return groups


def _sweep(parent: Path) -> None:
    """Removes the leftovers of killed graders: old groups without a process."""
    try:
        names = os.listdir(parent)
    except OSError:
        return
    for name in names:
        group = parent / name
        if not re.fullmatch(PREFIX + r"-\d+-[0-9a-f]+", name):
            continue
        # A new one is still to get its process. Its grader is not in our /proc.
        with contextlib.suppress(OSError):
            if time.time() - group.stat().st_ctime > OLD_S:
                _remove(group)


def _remove(group: Path) -> bool:
    """Removes a group unless it has processes; returns whether it is gone."""
    try:
        group.rmdir()
    except FileNotFoundError:
        pass
    except OSError:
        return False
    return True
