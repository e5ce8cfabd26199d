"""What Jupyter speaks to: has Deno run cells, and passes on what comes."""

import asyncio
import codecs
import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Coroutine
from typing import Any

import zmq
from cell import Cell
from channel import Channel, Json, Message
from deno_kernel import DenoKernel
from helper import Helper
from jupyter_client.session import Session
from processes import OUT_OF_MEMORY, Processes, kills_for_memory

DOES_NOT_STOP = (
    "Stop: this cell has not stopped; it goes on until it ends by itself.\n"
    "To end it now, restart the kernel, which loses all variables.\n"
)
NO_TYPES = "Types are not checked: the language server has ended.\n"
NO_PLACES = "(Places are Deno's own: scripts/kernel/helper.ts does not run.)"
STOP_PATIENCE_S, TRACE_PATIENCE_S, WATCH_S = 3.0, 15.0, 0.5
# A language server that starts on a busy machine takes long; later ones, seconds.
START_PATIENCE_S, PATIENCE_S = 60.0, 5.0
OK: Json = {"status": "ok"}


class NotebookKernel:
    def __init__(self, connection: Json, processes: Processes) -> None:
        scheme = connection["signature_scheme"]
        session = Session(key=connection["key"].encode(), signature_scheme=scheme)
        place = f"{connection['transport']}://{connection['ip']}"
        place += ":" if connection["transport"] == "tcp" else "-"

        def bind(name: str, kind: int = zmq.ROUTER) -> Channel:
            return Channel(session, kind, f"{place}{connection[name + '_port']}")

        self._shell, self._control = bind("shell"), bind("control")
        self._stdin, self._heartbeat = bind("stdin"), bind("hb").socket
        self._iopub = bind("iopub", zmq.PUB)
        assert processes.deno.stdout is not None
        self._process, self._written = processes.deno, processes.deno.stdout
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._deno = DenoKernel(session, processes.ports, self._take_output)
        self._helper = Helper(processes)
        self._cells: list[Cell] = []
        self._running: Cell | None = None
        # Requests as they came, with their count; up to which they are aborted.
        self._waiting: asyncio.Queue[tuple[int, Message]] = asyncio.Queue()
        self._received = self._aborted = 0
        # 1: all cells are checked; 0: none; not set: those of editors.
        self._switch = os.environ.get("MLE_TYPE_CHECK")
        self._patience_s = START_PATIENCE_S
        self._over = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def serve(self) -> None:
        self._ready = self._start(self._deno.start())
        os.set_blocking(self._written.fileno(), False)
        asyncio.get_running_loop().add_reader(self._written, self._read_written)
        for work in (
            self._shell.read(self._take_request),
            self._control.read(lambda r: self._start(self._answer(r, self._control))),
            self._stdin.read(lambda r: self._deno.stdin.pass_on(r, OK | r.content)),
            self._deno.shell.read(self._deno.take),
            self._deno.iopub.read(self._deno.take),
            self._deno.stdin.read(self._take_output),
            self._answer_requests(),
            self._echo_heartbeat(),
            self._watch(),
        ):
            self._start(work)
        # Jupyter's server names the notebook for which it starts a kernel.
        if "JPY_SESSION_NAME" in os.environ and self._switch != "0":
            self._start(self._helper.ask("check", {"id": "start", "code": ""}))
        await self._over.wait()
        self._process.kill()  # at once, before it misses our sockets

    def _start(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _take_request(self, request: Message) -> None:
        self._received += 1
        self._waiting.put_nowait((self._received, request))

    def _abort_waiting(self) -> None:
        self._shell.read_now(self._take_request)
        self._aborted = self._received

    async def _answer_requests(self) -> None:
        while True:
            number, request = await self._waiting.get()
            self._iopub.send(request, "status", {"execution_state": "busy"})
            if request.kind == "execute_request" and number <= self._aborted:
                self._shell.send(request, "execute_reply", {"status": "aborted"})
            else:
                await self._answer(request, self._shell)
            self._iopub.send(request, "status", {"execution_state": "idle"})

    async def _answer(self, request: Message, channel: Channel) -> None:
        kind, reply = request.kind, {**OK}
        try:
            if kind == "execute_request":
                reply = await self._execute(request)
            elif kind == "kernel_info_request":
                # A notebook holds this, too: opening it is to change nothing.
                reply = {**await self._ready, "language_info": {"name": "typescript"}}
            elif kind in ("complete_request", "inspect_request"):
                answer = self._helper.ask(kind, request.content, self._patience_s)
                reply = await answer or {"status": "error"}
            elif kind == "interrupt_request":
                self._stop()
            elif kind == "shutdown_request":
                reply["restart"] = request.content.get("restart", False)
                self._iopub.send(request, "shutdown_reply", reply)
                self._over.set()
            elif kind.startswith(("comm_", "history_", "is_complete_")):
                await self._ready
                if not kind.endswith("_request"):
                    return self._deno.shell.pass_on(request)
                reply = await self._deno.request(request)
            else:
                raise ValueError(f"{kind} is unknown")
        except Exception as error:  # whatever comes, each request is answered
            traceback.print_exc()
            reply = {"status": "error", "ename": "Error", "evalue": str(error)}
        return channel.send(request, kind.replace("_request", "_reply"), reply)

    async def _execute(self, request: Message) -> Json:
        before = self._cells[-1] if self._cells else None
        cell = self._running = Cell(request, before, self._iopub)
        self._cells.append(cell)
        if not cell.is_silent:
            shown = {"code": cell.code, "execution_count": cell.number}
            cell.show("execute_input", shown)
            cell_id = request.metadata.get("cellId")
            if self._switch == "1" or cell_id is not None:
                cell.check = self._start(self._check(cell, cell_id or str(cell.number)))
        await self._ready
        reply = await self._deno.request(request, *cell.contents)
        self._read_written()
        if check := cell.check:
            await asyncio.wait([check], timeout=self._patience_s)
            check.cancel()
        await asyncio.gather(*cell.failures, return_exceptions=True)
        # Deno sends no error for a cell that it cannot read.
        error = cell.error or (reply if reply["status"] == "error" else None)
        if error is not None:
            error = await self._readable(error, cell.thrown)
            cell.show("error", error)
            reply = {**reply, **error, "status": "error"}
            if cell.stops_on_error:
                self._abort_waiting()
        self._running = None
        return {"payload": [], **reply, "user_expressions": {}}

    def _take_output(self, message: Message) -> None:
        """Passes on what Deno puts out for a cell, or asks."""
        if not self._cells:  # it comes of the start
            return
        cell, kind, content = self._cells[-1], message.kind, message.content
        if kind == "error":
            cell.error = content  # its trace is made readable first
        elif kind == "input_request":  # addressed to nobody
            self._stdin.send(cell.request, kind, content)
        elif kind == "mle_thrown":
            cell.thrown = content["text"]
        elif kind == "mle_failure":
            cell.failures.append(self._start(self._say_failure(cell, content)))
        else:
            cell.show(kind, content, message.metadata, message.buffers)

    def _read_written(self) -> None:
        """Takes what children of Deno's kernel write, and Node's `fs`."""
        with contextlib.suppress(BlockingIOError):
            data = os.read(self._written.fileno(), 2**16)
            if data == b"":  # it has been closed
                asyncio.get_running_loop().remove_reader(self._written)
            if self._cells:
                self._cells[-1].show_written(self._decode(data))

    async def _readable(self, error: Json, thrown: str | None = None) -> Json:
        """An error as a person reads it."""
        cells = [[c.number, c.code, c.lines_before] for c in self._cells]
        question = {"error": error, "thrown": thrown, "cells": cells}
        answer = await self._helper.ask("error", question, TRACE_PATIENCE_S)
        return answer or {**error, "traceback": [*error["traceback"], NO_PLACES]}

    async def _say_failure(self, cell: Cell, content: Json) -> None:
        error = await self._readable(content)
        cell.say("\n".join([error["ename"], *error["traceback"], ""]))

    async def _check(self, cell: Cell, cell_id: str) -> None:
        types = self._switch != "0"
        question = {"id": cell_id, "code": cell.code, "types": types}
        found = await self._helper.ask("check", question)
        if found is not None:
            self._patience_s = PATIENCE_S
            cell.show_above(found)
        elif self._switch != "0":
            self._switch = "0"
            cell.say(NO_TYPES)

    def _stop(self) -> None:
        """Tells the running cell to stop, and aborts what waits behind it."""
        self._process.send_signal(signal.SIGINT)
        if cell := self._running:
            if cell.stops_on_error:
                self._abort_waiting()
            if cell.check is not None:
                cell.check.cancel()
            cell.stopping = cell.stopping or self._start(self._say_if_running(cell))

    async def _say_if_running(self, cell: Cell) -> None:
        await asyncio.sleep(STOP_PATIENCE_S)
        if cell is self._running:
            cell.say(DOES_NOT_STOP)

    async def _echo_heartbeat(self) -> None:
        while True:
            self._heartbeat.send_multipart(await self._heartbeat.recv_multipart())

    async def _watch(self) -> None:
        """Ends when Jupyter has ended, or Deno, which it tells."""
        parent, kills = os.getppid(), kills_for_memory()
        while (code := self._process.poll()) is None and os.getppid() == parent:
            await asyncio.sleep(WATCH_S)
        if code is not None:
            how = f"exit code {code}" if code >= 0 else f"signal {-code}"
            text = f"Deno has ended ({how}), and with it all variables.\n"
            if code == -signal.SIGKILL and kills_for_memory() > kills:
                text = OUT_OF_MEMORY
            sys.stderr.write(text)  # for who has no notebook to read it in
            self._read_written()
            if self._cells:
                self._cells[-1].say(text)
        self._over.set()
