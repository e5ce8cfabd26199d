"""What Jupyter speaks to: has Deno carry out requests, and passes on what comes."""

import asyncio
import sys
from typing import Any

import out_of_memory
import zmq
from cell_outputs import Outputs
from cell_run import CellRun
from deno_kernel import DenoKernel, Message
from ipykernel.kernelbase import Kernel
from jupyter_client.session import Session
from loaded_library import LoadedLibrary
from processes import DenoProcess, Processes
from traces import Traces
from type_check import TypeCheck
from zmq.eventloop.zmqstream import ZMQStream

# A notebook holds this, too: opening it is to change nothing.
LANGUAGE_INFO = {"name": "typescript"}

STOP_PATIENCE_S = 3.0
DOES_NOT_STOP = (
    "Stop: this cell has not stopped; it goes on until it ends by itself.\n"
    "To end it now, restart the kernel, which loses all variables.\n"
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
        self._outputs = Outputs(
            session,
            self.iopub_socket,
            self._topic,
            self._traces,
            self._types,
            self._library,
        )
        # The run that what comes under an id of Deno's belongs to.
        self._runs: dict[str, CellRun] = {}
        self._running: CellRun | None = None
        self._awaited_check: asyncio.Task[None] | None = None
        self._last: CellRun | None = None
        self._waiting: set[str] = set()
        self._aborted: set[str] = set()
        self._tasks: set[asyncio.Future[None]] = set()
        self._kills_before = out_of_memory.kills()
        self.over: asyncio.Future[int] = asyncio.get_running_loop().create_future()
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
        self._outputs.say_what_changed(run)
        check = None
        if not silent and self._types.wanted(cell_id):
            run.kept = []
            task = self._outputs.check_types(run, cell_id or str(run.number), code)
            check = asyncio.create_task(task)
        self._running = self._last = run
        try:
            reply = await self._deno.execute(
                {**run.request["content"], "code": self._traces.add(run.number, code)},
                code,
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
            self._outputs.say(run, left_out, "stdout")
        # Later versions of Deno send no error for a cell that they cannot read.
        error = run.error or (reply if reply["status"] == "error" else None)
        if error is not None:
            content = await self._outputs.readable(error)
            self._outputs.publish(run, "error", content)
            reply = {**reply, **content, "status": "error"}
        return {**reply, "execution_count": run.number}

    async def do_complete(self, code: str, cursor_pos: int) -> Message:
        known = await self._types.complete(code, cursor_pos)
        return known or await super().do_complete(code, cursor_pos)

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

    def _take_output(self, message: Message) -> None:
        """Passes on what has come, under the request that it belongs to."""
        run = self._runs.get(message["parent_header"].get("msg_id"), self._last)
        if run is not None:  # else it comes of the start
            self._outputs.take(run, message)

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

    def pre_handler_hook(self) -> None:
        """Leaves signals alone, which the base class would not."""

    post_handler_hook = pre_handler_hook

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
            self._outputs.say(run, DOES_NOT_STOP)

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
        if not self.over.done():
            self.over.set_result(exit_code)

    def deno_has_ended(self, exit_code: int) -> None:
        """Says so under the last cell, and ends."""
        how = f"exit code {exit_code}" if exit_code >= 0 else f"signal {-exit_code}"
        text = f"Deno has ended ({how}), and with it all variables.\n"
        if exit_code == -9 and out_of_memory.kills() > self._kills_before:
            text = out_of_memory.ADVICE
        sys.stderr.write(text)  # for who has no notebook to read it in
        if self._last is not None:
            self._outputs.say(self._last, text)
        self.end(1)
