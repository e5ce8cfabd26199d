"""What Jupyter speaks to: has Deno carry out requests, and passes on what comes."""

import asyncio
import os
import re
from collections.abc import Sequence
from typing import Any

import zmq
from cell_run import CellRun
from deno_kernel import DenoKernel, Message
from ipykernel.kernelbase import Kernel
from jupyter_client.session import Session
from language_server import ServerEndedError
from loaded_library import LoadedLibrary
from processes import DenoProcess, Processes
from traces import Traces
from type_check import TypeCheck, shown_problems
from zmq.eventloop.zmqstream import ZMQStream

# A notebook holds this, too: opening it is to change nothing.
LANGUAGE_INFO = {"name": "typescript"}

STOP_PATIENCE_S = 3.0
PARENT_WATCH_S = 5.0
DOES_NOT_STOP = (
    "Stop: this cell has not stopped; it goes on until it ends by itself.\n"
    "To end it now, restart the kernel, which loses all variables.\n"
)
FAILURES = {
    "rejection": "A promise that nobody awaits has failed. "
    "Write `await` before what returns it, to see where:",
    "callback": "This was thrown in a timer or an event, outside any cell:",
}
UNAWAITED = (
    "{} still running, and this cell did not wait: was an `await` forgotten? "
    "What it prints will appear under other cells.\n"
)


class NotebookKernel(Kernel):
    """Deno's kernel as Jupyter sees it."""

    implementation = "mle"
    implementation_version = "1"
    banner = "TypeScript on Deno"
    _execute_sleep = 0.0

    def __init__(
        self,
        deno: DenoProcess,
        processes: Processes,
        shell: ZMQStream,
        control: ZMQStream,
        stdin: ZMQStream,
        session: Session,
        **rest: Any,
    ) -> None:
        super().__init__(
            shell_stream=shell, control_stream=control, session=session, **rest
        )
        # Sent through the streams: who sends past one makes it miss what arrives.
        self._shell, self._stdin, self._jupyter = shell, stdin, session
        self._deno = DenoKernel(deno, self._take_output, self._take_input_request)
        self._traces = Traces(processes)
        self._types = TypeCheck(processes)
        self._library = LoadedLibrary()
        # The run that what comes under an id of Deno's belongs to.
        self._runs: dict[str, CellRun] = {}
        self._running: CellRun | None = None
        self._awaited_check: asyncio.Task[None] | None = None
        self._last: CellRun | None = None
        self._waiting: set[str] = set()
        self._aborted: set[str] = set()
        self._tasks: set[asyncio.Future[None]] = set()
        self._over: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        for kind in ("comm_open", "comm_msg", "comm_close"):
            self.shell_handlers[kind] = self._pass_on_comm
        for kind in ("comm_info_request", "history_request", "is_complete_request"):
            self.shell_handlers[kind] = self._pass_on_request

    @property
    def kernel_info(self) -> Message:
        return {
            "protocol_version": "5.3",
            "implementation": self.implementation,
            "implementation_version": self.implementation_version,
            "language_info": LANGUAGE_INFO,
            "banner": self.banner,
            "help_links": [],
        }

    # ------------------------------------------------------------- requests

    def start(self) -> None:
        super().start()
        # Not the base class's own: this one knows what waits.
        self._shell.on_recv(self._receive, copy=False)
        self._stdin.on_recv(self._pass_on_input)

    def _receive(self, frames: list[Any]) -> None:
        plain = [frame.bytes for frame in frames]
        header = self._jupyter.unpack(self._jupyter.feed_identities(plain)[1][1])
        if header["msg_type"] == "execute_request":
            self._waiting.add(header["msg_id"])
        task = asyncio.ensure_future(self.shell_main(None, frames))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def should_handle(self, stream: Any, msg: Message, idents: list[bytes]) -> bool:
        """Aborts a request that waited behind an error or a Stop."""
        msg_id = msg["header"]["msg_id"]
        self._waiting.discard(msg_id)
        if msg_id not in self._aborted:
            return True
        self._aborted.discard(msg_id)
        self._send_abort_reply(stream, msg, idents)
        return False

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        self._shell.flush(zmq.POLLIN)
        self._aborted |= self._waiting

    async def do_execute(
        self,
        code: str,
        silent: bool,
        store_history: bool = True,
        user_expressions: Message | None = None,
        allow_stdin: bool = False,
        *,
        cell_meta: Message | None = None,
        cell_id: str | None = None,
    ) -> Message:
        run = CellRun(
            self.get_parent("shell"),
            self._get_shell_context_var(self._shell_parent_ident),
            self.execution_count,
        )
        self._say_what_changed(run)
        check = None
        if not silent and self._types.wanted(cell_id):
            run.kept = []
            task = self._check_types(run, cell_id or str(run.number), code)
            check = asyncio.create_task(task)
        self._running = self._last = run
        try:
            reply = await self._deno.execute(
                {**run.request["content"], "code": self._traces.add(run.number, code)},
                _behind(code),
                lambda msg_id: self._runs.__setitem__(msg_id, run),
            )
            self._library.add_imports(code)
            if check is not None:
                self._awaited_check = check
                await asyncio.wait([check], timeout=self._types.patience_s)
        finally:
            self._running = self._awaited_check = None
            if check is not None:
                check.cancel()
        run.kept = None
        left_out = run.flood.left_out()
        if left_out is not None:
            self._say(run, left_out, "stdout")
        if run.error is not None:
            content = await self._readable(run.error)
            self._publish(run, "error", content)
            reply = {**reply, **content, "status": "error"}
        return {**reply, "execution_count": run.number}

    async def do_complete(self, code: str, cursor_pos: int) -> Message:
        content = {"code": code, "cursor_pos": cursor_pos}
        known = await self._types.complete(code, cursor_pos)
        if known is not None or self._running is not None:
            return known or await super().do_complete(code, cursor_pos)
        reply = await self._deno.request("complete_request", content)
        deno: Message = reply["content"]
        return deno

    async def do_inspect(
        self,
        code: str,
        cursor_pos: int,
        detail_level: int = 0,
        omit_sections: Any = (),
    ) -> Message:
        return await self._types.explain(code, cursor_pos)

    async def _pass_on_request(
        self, stream: ZMQStream, ident: list[bytes], request: Message
    ) -> None:
        kind = request["header"]["msg_type"]
        reply = await self._deno.request(kind, request["content"])
        reply_kind = reply["header"]["msg_type"]
        self._jupyter.send(stream, reply_kind, reply["content"], request, ident)

    def _pass_on_comm(
        self, stream: ZMQStream, ident: list[bytes], message: Message
    ) -> None:
        kind = message["header"]["msg_type"]
        self._deno.post(kind, message["content"], message["buffers"])

    # -------------------------------------------------------------- outputs

    def _take_output(self, message: Message) -> None:
        """Passes on what Deno has put out, under the request that it belongs to."""
        run = self._runs.get(message["parent_header"].get("msg_id"), self._last)
        if run is None:
            return  # what comes of the start
        kind, content = message["header"]["msg_type"], message["content"]
        if kind == "error":
            run.error = content  # its trace is made readable first
        elif kind == "mle_failure":
            task = asyncio.ensure_future(self._say_failure(run, content))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif kind == "mle_unawaited":
            names = [f"`{name}`" for name in content["names"]]
            what = " and ".join(names) or "What listens for Stop"
            self._say(run, UNAWAITED.format(f"{what} {_is_or_are(names)}"))
        else:
            if kind == "stream":
                content["text"] = run.flood.pass_on(content["text"])
                if content["text"] == "":
                    return
            if "execution_count" in content:
                content["execution_count"] = run.number
            metadata, buffers = message["metadata"], message["buffers"]
            run.keep((kind, content, metadata, buffers))
            self._publish(run, kind, content, metadata, buffers)

    def _publish(
        self,
        run: CellRun,
        kind: str,
        content: Message,
        metadata: Message | None = None,
        buffers: Sequence[Any] = (),
    ) -> None:
        self._jupyter.send(
            self.iopub_socket,
            kind,
            content,
            run.request,
            ident=self._topic(kind),
            metadata=metadata,
            buffers=[*buffers],
        )

    def _say(self, run: CellRun, text: str, name: str = "stderr") -> None:
        content = {"name": name, "text": text}
        run.keep(("stream", content, {}, ()))
        self._publish(run, "stream", content)

    async def _readable(self, error: Message) -> Message:
        syntax = self._traces.syntax_error(error["ename"])
        if syntax is not None:
            name, text = syntax
            return {"ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}
        return {**error, "traceback": await self._traces.readable(error["traceback"])}

    async def _say_failure(self, run: CellRun, content: Message) -> None:
        trace = await self._traces.readable(content["trace"].split("\n"))
        self._say(run, "\n".join([FAILURES[content["what"]], *trace, ""]))

    def _say_what_changed(self, run: CellRun) -> None:
        changed = self._library.changed()
        if changed:
            files = " and ".join(changed)
            verb = "has" if len(changed) == 1 else "have"
            self._say(
                run,
                f"{files} {verb} changed since this kernel loaded it: "
                "the old code runs. Restart the kernel to take the new one in.\n",
            )

    async def _check_types(self, run: CellRun, cell_id: str, code: str) -> None:
        """Shows what is wrong with a cell's types, above what it has put out."""
        try:
            problems = await self._types.problems(cell_id, code)
        except (ServerEndedError, OSError):
            self._types.give_up()
            self._say(run, "Types are not checked: the language server has ended.\n")
            problems = []
        kept, run.kept = run.kept or [], None
        if problems:
            if kept:
                self._publish(run, "clear_output", {"wait": True})
            self._publish(run, "display_data", shown_problems(problems))
            for output in kept:
                self._publish(run, *output)

    # ---------------------------------------------------------------- input

    def _take_input_request(self, message: Message) -> None:
        if self._running is not None:
            self._jupyter.send(
                self._stdin,
                "input_request",
                message["content"],
                self._running.request,
                ident=self._running.sender,
            )

    def _pass_on_input(self, frames: list[bytes]) -> None:
        _, parts = self._jupyter.feed_identities(frames)
        self._deno.send_input(self._jupyter.deserialize(parts)["content"])

    # --------------------------------------------------------- Stop and end

    def pre_handler_hook(self) -> None:
        """Leaves signals alone, which the base class would not."""

    def post_handler_hook(self) -> None:
        """Leaves signals alone, which the base class would not."""

    async def interrupt_request(
        self, stream: ZMQStream, ident: list[bytes], parent: Message
    ) -> None:
        self.stop()
        self._jupyter.send(stream, "interrupt_reply", {"status": "ok"}, parent, ident)

    def stop(self) -> None:
        """Tells the running cell to stop, and aborts what waits behind it."""
        self._deno.interrupt()
        run = self._running
        if run is None:
            return
        if run.stops_on_error:
            self._abort_queues()
        if self._awaited_check is not None:
            self._awaited_check.cancel()
        if not run.asked_to_stop:
            run.asked_to_stop = True
            self.io_loop.call_later(STOP_PATIENCE_S, self._say_if_running, run)

    def _say_if_running(self, run: CellRun) -> None:
        if run is self._running:
            self._say(run, DOES_NOT_STOP)

    async def shutdown_request(
        self, stream: ZMQStream, ident: list[bytes], parent: Message
    ) -> None:
        content = {"status": "ok", "restart": parent["content"]["restart"]}
        self._jupyter.send(self.iopub_socket, "shutdown_reply", content, parent)
        self._jupyter.send(stream, "shutdown_reply", content, parent, ident)
        stream.flush(zmq.POLLOUT)
        self.end(0)

    def end(self, exit_code: int) -> None:
        """Ends the wrapper, and with it all that it has started."""
        if not self._over.done():
            self._over.set_result(exit_code)

    async def until_over(self) -> int:
        """Returns an exit code once Jupyter, Deno or who started us is gone."""
        watching = [
            asyncio.create_task(self._watch_deno()),
            asyncio.create_task(self._watch_parent()),
        ]
        code = await self._over
        for task in watching:
            task.cancel()
        self._deno.kill()
        return code

    async def _watch_deno(self) -> None:
        code = await self._deno.ended()
        how = f"exit code {code}" if code >= 0 else f"signal {-code}"
        if self._last is not None:
            self._say(
                self._last, f"Deno has ended ({how}), and with it all variables.\n"
            )
        self.end(1)

    async def _watch_parent(self) -> None:
        parent = os.getppid()
        while os.getppid() == parent:
            await asyncio.sleep(PARENT_WATCH_S)
        self.end(1)


def _behind(code: str) -> str:
    """What asks start_up.js which promises of a cell are still pending."""
    names = re.findall(r"^(?:const|let|var) ([\w$]+) *[:=]", code, re.MULTILINE)
    promises = ", ".join(f"{name}: () => {name}" for name in names)
    return f"globalThis[Symbol.for('mle.behind')]?.({{ {promises} }}); undefined"


def _is_or_are(names: list[str]) -> str:
    return "are" if len(names) > 1 else "is"
