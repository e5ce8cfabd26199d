"""Asks helper.ts, which knows TypeScript: about traces, types, and help."""

import asyncio
import contextlib
import itertools
import json
from asyncio.subprocess import DEVNULL, PIPE, Process
from typing import Any

from channel import Json
from processes import DENO, ROOT, Processes


class Helper:
    """Starts with the first question. Without it all goes on, but for its answers."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._ids = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._started: asyncio.Task[Process] | None = None

    async def ask(self, method: str, question: Json, patience_s: Any = None) -> Any:
        """The answer; None if there is none to be had, or not in time."""
        self._started = self._started or asyncio.create_task(self._start())
        number = next(self._ids)
        message = {"id": number, "method": method, "question": question}
        answer = self._answers[number] = asyncio.Future()
        with contextlib.suppress(OSError, asyncio.TimeoutError):
            process = await asyncio.shield(self._started)
            assert process.stdin is not None
            process.stdin.write(json.dumps(message).encode() + b"\n")
            return await asyncio.wait_for(answer, patience_s)
        return None

    async def _start(self) -> Process:
        command = (DENO, "run", "-A", "--no-check", ROOT / "scripts/kernel/helper.ts")
        pipes: Json = {"stdin": PIPE, "stdout": PIPE, "stderr": DEVNULL}
        process = await asyncio.create_subprocess_exec(
            *command, preexec_fn=self._processes.join, limit=2**26, **pipes
        )
        self._reading = asyncio.create_task(self._read(process))
        return process

    async def _read(self, process: Process) -> None:
        assert process.stdout is not None
        with contextlib.suppress(ValueError):
            while line := await process.stdout.readline():
                message = json.loads(line)
                self._settle(message["id"], message["answer"])
        self._started = None  # the next question starts another
        for number in [*self._answers]:
            self._settle(number, None)

    def _settle(self, number: int, answer: Any) -> None:
        future = self._answers.pop(number)
        if not future.done():  # else nobody waits any more
            future.set_result(answer)
