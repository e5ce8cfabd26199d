"""What Jupyter speaks to: takes requests, has Deno carry them out, passes on what comes."""

import asyncio
import json
import logging
import os
import signal
from pathlib import Path
from typing import Any

import zmq
from deno_kernel import DenoKernel, Message
from ipykernel.heartbeat import Heartbeat
from ipykernel.kernelbase import Kernel
from jupyter_client.session import Session
from processes import DenoProcess, Processes
from zmq.eventloop.zmqstream import ZMQStream

# A notebook holds this, too: opening it is to change nothing.
LANGUAGE_INFO = {"name": "typescript"}

STOP_PATIENCE_S = 3.0
DOES_NOT_STOP = (
    "Stop: this cell has not stopped; it goes on until it ends by itself.\n"
    "To end it now, restart the kernel (Kernel > Restart), "
    "which loses all variables.\n"
)
PARENT_WATCH_S = 5.0


class NotebookKernel(Kernel):
    """Deno's kernel as Jupyter sees it."""

    implementation = "mle"
    implementation_version = "1"
    language_info = LANGUAGE_INFO
    banner = "TypeScript on Deno"
    _execute_sleep = 0.0

    @property
    def kernel_info(self) -> Message:
        return {
            "protocol_version": "5.3",
            "implementation": self.implementation,
            "implementation_version": self.implementation_version,
            "language_info": self.language_info,
            "banner": self.banner,
            "help_links": [],
        }

    def __init__(self, deno: DenoProcess, processes: Processes, **sockets: Any) -> None:
        super().__init__(**sockets)
        self._deno = DenoKernel(deno, self._pass_on, self._pass_on_input_request)
        # The request that what comes under an id of Deno's belongs to.
        self._parents: dict[str, Message] = {}
        self._waiting: dict[str, Message] = {}
        self._aborted: set[str] = set()
        self._running: Message | None = None
        self._tasks: set[asyncio.Future[None]] = set()
        self._over: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        for kind in ("comm_open", "comm_msg", "comm_close"):
            self.shell_handlers[kind] = self._pass_on_comm
        for kind in ("comm_info", "history", "is_complete", "complete", "inspect"):
            self.shell_handlers[f"{kind}_request"] = self._pass_on_request

    # ------------------------------------------------------------- requests

    def start(self) -> None:
        super().start()
        # In this class's own words, since it must know what waits.
        self.shell_stream.on_recv(self._receive, copy=False)
        self.stdin_stream = ZMQStream(self.stdin_socket)
        self.stdin_stream.on_recv(self._pass_on_input)

    def _receive(self, frames: list[Any]) -> None:
        _, parts = self.session.feed_identities(frames, copy=False)
        header = self.session.unpack(parts[1].bytes)
        if header["msg_type"] == "execute_request":
            self._waiting[header["msg_id"]] = header
        task = asyncio.ensure_future(self.shell_main(None, frames))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def should_handle(self, stream: Any, msg: Message, idents: list[bytes]) -> bool:
        """Aborts a request that waited behind an error or a Stop."""
        msg_id = msg["header"]["msg_id"]
        self._waiting.pop(msg_id, None)
        if msg_id not in self._aborted:
            return True
        self._aborted.discard(msg_id)
        self._send_abort_reply(stream, msg, idents)
        return False

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        self.shell_stream.flush(zmq.POLLIN)
        self._aborted.update(self._waiting)

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
        request = self.get_parent("shell")
        self._running = request
        try:
            reply = await self._deno.execute(
                {**request["content"], "code": code},
                lambda msg_id: self._parents.__setitem__(msg_id, request),
            )
        finally:
            self._running = None
        return {**reply, "execution_count": self.execution_count}

    async def _pass_on_request(
        self, stream: ZMQStream, ident: list[bytes], request: Message
    ) -> None:
        kind = request["header"]["msg_type"]
        reply = await self._deno.request(kind, request["content"])
        reply_kind = reply["header"]["msg_type"]
        self.session.send(stream, reply_kind, reply["content"], request, ident)

    def _pass_on_comm(
        self, stream: ZMQStream, ident: list[bytes], message: Message
    ) -> None:
        kind = message["header"]["msg_type"]
        self._deno.post(kind, message["content"], message["buffers"])

    # -------------------------------------------------------------- outputs

    def _pass_on(self, message: Message) -> None:
        """Passes on what Deno has put out, under the request that it belongs to."""
        parent = self._parents.get(message["parent_header"].get("msg_id"))
        content = message["content"]
        if "execution_count" in content:
            content["execution_count"] = self.execution_count
        self._publish(
            message["header"]["msg_type"],
            content,
            parent or self.get_parent("shell"),
            message["metadata"],
            message["buffers"],
        )

    def _publish(
        self,
        kind: str,
        content: Message,
        parent: Message,
        metadata: Message | None = None,
        buffers: list[bytes] | None = None,
    ) -> None:
        self.session.send(
            self.iopub_socket,
            kind,
            content,
            parent,
            ident=self._topic(kind),
            metadata=metadata,
            buffers=buffers,
        )

    # ---------------------------------------------------------------- input

    def _pass_on_input_request(self, message: Message) -> None:
        ident = self._get_shell_context_var(self._shell_parent_ident)
        parent = self.get_parent("shell")
        content = message["content"]
        # Through the stream: who sends past it makes it miss what arrives.
        self.session.send(
            self.stdin_stream, "input_request", content, parent, ident=ident
        )

    def _pass_on_input(self, frames: list[bytes]) -> None:
        _, parts = self.session.feed_identities(frames)
        self._deno.send_input(self.session.deserialize(parts)["content"])

    # ----------------------------------------------------------------- Stop

    def pre_handler_hook(self) -> None:
        """Leaves signals alone, which the base class would not."""

    def post_handler_hook(self) -> None:
        """Leaves signals alone, which the base class would not."""

    async def interrupt_request(
        self, stream: ZMQStream, ident: list[bytes], parent: Message
    ) -> None:
        self.stop()
        self.session.send(stream, "interrupt_reply", {"status": "ok"}, parent, ident)

    def stop(self) -> None:
        """Tells the running cell to stop, and aborts what waits behind it."""
        self._deno.interrupt()
        running = self._running
        if running is None:
            return
        if running["content"].get("stop_on_error", True):
            self._abort_queues()
        if not running.get("asked_to_stop"):
            running["asked_to_stop"] = True
            self.io_loop.call_later(STOP_PATIENCE_S, self._say_if_running, running)

    def _say_if_running(self, request: Message) -> None:
        if request is self._running:
            content = {"name": "stderr", "text": DOES_NOT_STOP}
            self._publish("stream", content, request)

    # ------------------------------------------------------------------ end

    async def shutdown_request(
        self, stream: ZMQStream, ident: list[bytes], parent: Message
    ) -> None:
        content = {"status": "ok", "restart": parent["content"]["restart"]}
        self._publish("shutdown_reply", content, parent)
        self.session.send(stream, "shutdown_reply", content, parent, ident)
        stream.flush(zmq.POLLOUT)
        self.end(0)

    def end(self, exit_code: int) -> None:
        """Ends the wrapper, and with it all that it has started."""
        if not self._over.done():
            self._over.set_result(exit_code)

    async def until_over(self) -> int:
        """Returns an exit code once Jupyter, Deno or the program that started us is gone."""
        watching = [
            asyncio.create_task(self._watch_deno()),
            asyncio.create_task(self._watch_parent()),
        ]
        try:
            return await self._over
        finally:
            for task in watching:
                task.cancel()

    async def _watch_deno(self) -> None:
        code = await self._deno.ended()
        how = f"exit code {code}" if code >= 0 else f"signal {-code}"
        text = f"Deno has ended ({how}), and with it all variables.\n"
        content = {"name": "stderr", "text": text}
        self._publish("stream", content, self.get_parent("shell"))
        self.end(1)

    async def _watch_parent(self) -> None:
        parent = os.getppid()
        while os.getppid() == parent:
            await asyncio.sleep(PARENT_WATCH_S)
        self.end(1)


async def serve(
    connection_file: str, process: DenoProcess, processes: Processes
) -> int:
    """Runs the kernel until it is over; returns the exit code."""
    connection = json.loads(Path(connection_file).read_text("utf-8"))
    transport, ip = connection["transport"], connection["ip"]
    context = zmq.Context.instance()

    def bind(kind: int, channel: str) -> zmq.Socket[bytes]:
        sock = context.socket(kind)
        sock.linger = 1000
        sock.set_hwm(0)
        mark = ":" if transport == "tcp" else "-"
        sock.bind(f"{transport}://{ip}{mark}{connection[channel + '_port']}")
        return sock

    kernel = NotebookKernel(
        process,
        processes,
        session=Session(
            key=connection["key"].encode(),
            signature_scheme=connection["signature_scheme"],
        ),
        shell_stream=ZMQStream(bind(zmq.ROUTER, "shell")),
        control_stream=ZMQStream(bind(zmq.ROUTER, "control")),
        iopub_socket=bind(zmq.PUB, "iopub"),
        log=logging.getLogger("mle"),
        stdin_socket=bind(zmq.ROUTER, "stdin"),
    )
    kernel.start()
    Heartbeat(zmq.Context(), (transport, ip, connection["hb_port"])).start()
    if os.name != "nt":
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, kernel.stop)
        loop.add_signal_handler(signal.SIGTERM, kernel.end, 0)
    return await kernel.until_over()
