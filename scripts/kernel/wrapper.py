"""What Jupyter speaks to: has Deno run cells, and passes on what comes."""

import asyncio
import codecs
import contextlib
import os
import signal
import sys
import traceback
from collections import deque
from collections.abc import Coroutine
from typing import Any

import zmq
from cell import DOES_NOT_STOP, NO_TYPES, Cell
from channel import EMPTY, FAILED, INFO, OK, Channel, Json, Message
from deno_kernel import FOR_NO_CELL, DenoKernel
from helper import Helper
from jupyter_client.session import Session
from processes import Processes

PLACE = b"<anonymous>:"  # as Deno calls one in a cell
ROUTERS = ("shell", "control", "stdin", "hb")
STOP_PATIENCE_S, TRACE_PATIENCE_S, WATCH_S, SHORT_S = 3.0, 15.0, 0.5, 0.5
# A language server that starts on a busy machine takes long; later ones, seconds.
START_PATIENCE_S, PATIENCE_S = 60.0, 5.0
STOPPED: Json = {"value": "\0mle_stopped"}  # to a question that waits


class NotebookKernel:
    def __init__(self, connection: Json, processes: Processes) -> None:
        key, scheme = connection["key"].encode(), connection["signature_scheme"]
        session = Session(key=key, signature_scheme=scheme)
        channels = [Channel(session, connection, n, zmq.ROUTER) for n in ROUTERS]
        self._shell, self._control, self._stdin, self._heartbeat = channels
        self._iopub = Channel(session, connection, "iopub", zmq.PUB)
        self._processes = processes
        self._written: Any = processes.deno.stdout
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._deno = DenoKernel(session, processes.connection, self._take_output)
        self._helper = Helper(processes)
        self._cells: list[Cell] = []
        self._running: Cell | None = None
        self._is_asked, self._first = False, list[Json]()  # before the next cell
        self._waiting, self._has_come = deque[Message](), asyncio.Semaphore(0)
        # 1: all cells are checked; 0: none; not set: those of editors.
        self._switch = os.environ.get("MLE_TYPE_CHECK")
        self._patience_s, self._trace_patience_s = START_PATIENCE_S, TRACE_PATIENCE_S
        self._over = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def serve(self) -> None:
        self._ready = self._start(self._deno.start())
        os.set_blocking(self._written.fileno(), False)
        asyncio.get_running_loop().add_reader(self._written, self._read_written)
        for work in (
            self._shell.read(self._take_request),
            self._control.read(lambda r: self._start(self._answer(r, self._control))),
            self._stdin.read(lambda reply: self._answer_question(reply.content)),
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
            self._start(self._ask("check", {"types": True}))
        await self._over.wait()
        self._processes.deno.kill()  # at once, before it misses our sockets

    def _start(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _take_request(self, request: Message) -> None:
        # A page that opens asks this, and is told whether a cell runs.
        if request.kind == "kernel_info_request":
            self._start(self._answer(request, self._shell))
            return
        self._waiting.append(request)
        self._has_come.release()

    def _abort_waiting(self) -> None:
        self._shell.read_now(self._take_request)
        for request in self._waiting:
            request.is_aborted = request.kind == "execute_request"

    async def _answer_requests(self) -> None:
        while await self._has_come.acquire():
            await self._answer(self._waiting.popleft(), self._shell)

    async def _answer(self, request: Message, channel: Channel) -> None:
        self._iopub.send(request, "status", {"execution_state": "busy"})
        try:
            reply = await self._reply(request)
        except Exception as error:  # whatever comes, each request is answered
            traceback.print_exc()
            reply = FAILED | {"ename": "Error", "evalue": str(error)}
        if request.kind.endswith("_request"):
            channel.send(request, request.kind[:-7] + "reply", OK | reply)
        self._iopub.send(request, "status", {"execution_state": "idle"})
        if cell := self._running:
            self._iopub.send(cell.request, "status", {"execution_state": "busy"})

    async def _reply(self, request: Message) -> Json:
        kind, content = request.kind, request.content
        if request.is_aborted:
            return {"status": "aborted"}
        if kind == "execute_request":
            return await self._execute(request)
        if kind == "kernel_info_request":
            await self._ready
            return INFO
        if kind in ("complete_request", "inspect_request"):
            return await self._ask(kind, content, self._patience_s or SHORT_S) or FAILED
        if kind == "interrupt_request":
            self._stop()
        elif kind == "shutdown_request":
            self._over.set()
            return {"restart": content.get("restart", False)}
        elif kind.endswith("_request") and kind not in EMPTY:
            raise ValueError(f"{kind} is unknown")
        return {**OK, **EMPTY.get(kind, {})}

    async def _execute(self, request: Message) -> Json:
        before = self._cells[-1] if self._cells else None
        cell = self._running = Cell(request, before, self._iopub)
        self._cells.append(cell)
        cell.shown = self._ready
        if not cell.is_silent:
            shown = {"code": cell.code, "execution_count": cell.number}
            cell.show("execute_input", shown)
            if self._switch == "1" or "cellId" in request.metadata:
                cell.check = self._start(self._check(cell))
                patience_s = min(PATIENCE_S, self._patience_s)
                cell.shown = self._start(asyncio.wait([cell.check], timeout=patience_s))
        await self._ready
        first, self._first = self._first, []
        reply = await self._deno.run(*first, *cell.contents)
        self._read_written()
        if cell.check is not None and self._patience_s:
            await asyncio.wait([cell.check], timeout=self._patience_s)
            if not (cell.is_checked or cell.is_stopping or self._switch == "0"):
                self._patience_s = 0  # until it answers again
                cell.say(NO_TYPES)
        await asyncio.wait([cell.shown])
        # Deno sends no error for a cell that it cannot read.
        if error := cell.error or (reply if reply["status"] == "error" else None):
            error = await self._named(error)
            error["traceback"] = error["traceback"] or [error["evalue"]]
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
        if kind == "error" or (kind == "mle_thrown" and cell.error):
            cell.error = content  # its trace is made readable first
        elif kind == "input_request":  # addressed to nobody
            self._is_asked = True
            self._stdin.send(cell.request, kind, content)
        elif kind != "mle_thrown":
            output = kind, content, message.metadata, message.buffers
            has_places = any(PLACE in frame for frame in message.frames)
            named = self._start(self._named(content)) if has_places else None
            cell.shown = self._start(self._show(cell, cell.shown, named, output))

    async def _show(self, cell: Cell, before: Any, named: Any, output: Any) -> None:
        """Shows an output behind what came before, with its traces as read."""
        kind, content, *more = output
        await asyncio.wait([before])
        cell.show(kind, await named if named else content, *more)

    async def _named(self, content: Json) -> Json:
        """Content in which traces name cells, and lines as the person sees them."""
        answer = await self._ask("named", {"content": content}, self._trace_patience_s)
        self._trace_patience_s = TRACE_PATIENCE_S if answer else SHORT_S
        return answer or content

    def _answer_question(self, content: Json) -> None:
        if self._is_asked:
            self._is_asked = False
            self._deno.stdin.send(None, "input_reply", content)

    def _read_written(self) -> None:
        """Takes what children of Deno's kernel write, and Node's `fs`."""
        with contextlib.suppress(BlockingIOError):
            data = os.read(self._written.fileno(), 2**16)
            if data == b"":  # it has been closed
                asyncio.get_running_loop().remove_reader(self._written)
            if self._cells:
                self._cells[-1].show_written(self._decode(data))

    async def _check(self, cell: Cell) -> None:
        found = await self._ask("check", {"types": self._switch != "0"})
        if found is not None:
            self._patience_s, cell.is_checked = PATIENCE_S, True
            if cell is self._running:
                cell.show_found(found["outputs"])

    async def _ask(self, method: str, question: Json, max_s: Any = None) -> Json | None:
        """Asks about the cells that have run."""
        cells = [[c.id, c.number, c.code, c.lines_before] for c in self._cells]
        return await self._helper.ask(method, question | {"cells": cells}, max_s)

    def _stop(self) -> None:
        """Tells the running cell to stop, and aborts what waits behind it."""
        self._processes.deno.send_signal(signal.SIGINT)
        self._answer_question(STOPPED)
        if cell := self._running:
            if cell.stops_on_error:
                self._abort_waiting()
            if cell.check is not None:
                cell.check.cancel()
            if not cell.is_stopping:
                cell.is_stopping = True
                self._start(self._say_if_running(cell))
        else:
            self._first = [FOR_NO_CELL]

    async def _say_if_running(self, cell: Cell) -> None:
        await asyncio.sleep(STOP_PATIENCE_S)
        if cell is self._running:
            cell.say(DOES_NOT_STOP)

    async def _echo_heartbeat(self) -> None:
        while beat := await self._heartbeat.socket.recv_multipart():
            self._heartbeat.socket.send_multipart(beat)

    async def _watch(self) -> None:
        """Ends when Jupyter has ended, or Deno, which it tells."""
        parent = os.getppid()
        while (end := self._processes.end_of_deno()) == "" and os.getppid() == parent:
            await asyncio.sleep(WATCH_S)
        if end:
            sys.stderr.write(end)  # for who has no notebook to read it in
            self._read_written()
            if self._cells:
                self._cells[-1].say(end)
        self._over.set()
