"""Asks helper.ts, which knows TypeScript: about traces, types, and help."""

import asyncio
import contextlib
import itertools
import json
from asyncio.subprocess import DEVNULL, PIPE, Process
from typing import Any

from channel import Json
from processes import DENO, ROOT, Processes

DEAD_AFTER_S = 120  # without an answer
PIPES: Json = {"stdin": PIPE, "stdout": PIPE, "stderr": DEVNULL}


class Helper:
    """Starts with the first question. Without it all goes on, but for its answers."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._ids = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._started: asyncio.Task[Process] | None = None

    async def ask(self, method: str, question: Json, patience_s: Any) -> Json | None:
        """The answer; None if there is none to be had, or not in time."""
        message = {"method": method, "question": question}
        answer: Json | None = None
        with contextlib.suppress(OSError, asyncio.TimeoutError):
            for _ in range(2):  # if it has ended, another may know
                if answer is None:
                    answer = await asyncio.wait_for(self._ask(message), patience_s)
        return answer

    async def _ask(self, message: Json) -> Any:
        self._started = self._started or asyncio.create_task(self._start())
        process = await asyncio.shield(self._started)
        number = next(self._ids)
        answer = self._answers[number] = asyncio.Future()
        assert process.stdin is not None
        process.stdin.write(json.dumps({"id": number, **message}).encode() + b"\n")
        end = asyncio.get_running_loop().call_later(DEAD_AFTER_S, process.kill)
        answer.add_done_callback(lambda _: end.cancel())
        return await asyncio.shield(answer)

    async def _start(self) -> Process:
        command = (DENO, "run", "-A", "--no-check", ROOT / "scripts/kernel/helper.ts")
        process = await asyncio.create_subprocess_exec(
            *command, preexec_fn=self._processes.join, limit=2**26, **PIPES
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
