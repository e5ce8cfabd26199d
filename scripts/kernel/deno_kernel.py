"""Speaks to Deno's kernel as Jupyter would."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.session import Session
from processes import DenoProcess
from zmq.eventloop.zmqstream import ZMQStream

Message = dict[str, Any]
Take = Callable[[Message], None]

ASK_AGAIN_S = 0.01  # the first answers come before we hear
START_UP = Path(__file__).with_name("start_up.js")


class DenoKernel:
    """Sends requests to Deno's kernel, and passes on what it sends."""

    def __init__(
        self,
        deno: DenoProcess,
        on_output: Take,
        on_input_request: Take,
    ) -> None:
        self._deno = deno
        self._session = Session(key=deno.key)
        self._on_output = on_output
        self._replies: dict[str, asyncio.Future[Message]] = {}
        self._idle: dict[str, asyncio.Event] = {}
        self._has_sent = asyncio.Event()
        context: zmq.Context[Any] = zmq.Context.instance()
        identity = self._session.bsession

        def connect(kind: int, channel: str, take: Take) -> ZMQStream:
            sock = context.socket(kind)
            sock.linger = 0
            sock.set_hwm(0)
            sock.setsockopt(zmq.RECONNECT_IVL, 10)
            if kind == zmq.SUB:
                sock.setsockopt(zmq.SUBSCRIBE, b"")
            else:
                sock.setsockopt(zmq.IDENTITY, identity)
            sock.connect(f"tcp://127.0.0.1:{deno.ports[channel]}")
            stream = ZMQStream(sock)
            stream.on_recv(lambda frames: take(self._unpack(frames)))
            return stream

        self._shell = connect(zmq.DEALER, "shell", self._take_reply)
        self._iopub = connect(zmq.SUB, "iopub", self._take_published)
        self._stdin = connect(zmq.DEALER, "stdin", on_input_request)
        self._ready = asyncio.create_task(self._start())

    async def request(
        self, kind: str, content: Message, buffers: list[Any] | None = None
    ) -> Message:
        """Sends a request and waits for its reply."""
        await self._ready
        return await self._send(kind, content, buffers)[1]

    async def execute(
        self, content: Message, code: str, on_sent: Callable[[str], None]
    ) -> Message:
        """Runs a cell; returns when all that it has put out has been taken.

        Later versions of Deno say "idle" before their last outputs are sent, so
        this waits for the "idle" of a silent request behind the cell, which
        asks which promises of the cell's `code` are pending. `on_sent` is told the
        ids that outputs may come under.
        """
        await self._ready
        cell_id, reply = self._send("execute_request", content)
        behind_id, behind_reply = self._send("execute_request", _silent(_behind(code)))
        idle = self._idle[behind_id] = asyncio.Event()
        for msg_id in (cell_id, behind_id):
            on_sent(msg_id)
        await asyncio.gather(reply, behind_reply, idle.wait())
        del self._idle[behind_id]
        reply_content: Message = (await reply)["content"]
        return reply_content

    def post(self, kind: str, content: Message, buffers: list[Any]) -> None:
        """Sends what is not answered."""
        self._session.send(self._shell, kind, content, buffers=buffers)

    def send_input(self, content: Message) -> None:
        """Answers an input request."""
        self._session.send(self._stdin, "input_reply", {"status": "ok", **content})

    def interrupt(self) -> None:
        self._deno.interrupt()

    async def _start(self) -> None:
        while not self._has_sent.is_set():
            _, reply = self._send("kernel_info_request", {})
            await asyncio.wait([reply], timeout=ASK_AGAIN_S)
        await self._send("execute_request", _silent(START_UP.read_text("utf-8")))[1]

    def _send(
        self, kind: str, content: Message, buffers: list[Any] | None = None
    ) -> tuple[str, asyncio.Future[Message]]:
        message: Message = self._session.msg(kind, content)
        reply: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._replies[message["msg_id"]] = reply
        self._session.send(self._shell, message, buffers=buffers)
        return message["msg_id"], reply

    def _unpack(self, frames: list[bytes]) -> Message:
        _, parts = self._session.feed_identities(frames)
        message: Message = self._session.deserialize(parts)
        return message

    def _take_reply(self, message: Message) -> None:
        reply = self._replies.pop(message["parent_header"].get("msg_id"), None)
        if reply is not None and not reply.done():
            reply.set_result(message)

    def _take_published(self, message: Message) -> None:
        self._has_sent.set()
        kind = message["header"]["msg_type"]
        if kind == "status":
            idle = self._idle.get(message["parent_header"].get("msg_id"))
            if idle is not None and message["content"]["execution_state"] == "idle":
                idle.set()
        elif kind != "execute_input":
            self._on_output(message)


def _silent(code: str) -> Message:
    return {
        "code": code,
        "silent": True,
        "store_history": False,
        "user_expressions": {},
        "allow_stdin": False,
        "stop_on_error": False,
    }


def _behind(code: str) -> str:
    """What asks start_up.js which promises of a cell are still pending."""
    names = re.findall(r"^(?:const|let|var) ([\w$]+) *[:=]", code, re.MULTILINE)
    promises = ", ".join(f"{name}: () => {name}" for name in names)
    return f"await globalThis[Symbol.for('mle.behind')]?.({{ {promises} }}); undefined"
