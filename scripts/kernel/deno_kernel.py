"""Hands requests to Deno's kernel."""

import asyncio
from collections.abc import Callable

import zmq
from channel import Channel, Json, Message
from jupyter_client.session import Session
from processes import ROOT

ASK_AGAIN_S = 0.01  # the first answers come before we hear
FILES = (ROOT / "scripts/shared/send_at_once.js", ROOT / "scripts/kernel/start_up.js")
START_UP = "".join(file.read_text("utf-8") for file in FILES)


class DenoKernel:
    """Has Deno carry out requests: what it answers is addressed to who has asked."""

    def __init__(
        self, session: Session, ports: Json, take: Callable[[Message], None]
    ) -> None:

        def connect(name: str, kind: int = zmq.DEALER) -> Channel:
            return Channel(session, kind, f"tcp://127.0.0.1:{ports[name]}")

        self.shell, self.stdin = connect("shell"), connect("stdin")
        self.iopub = connect("iopub", zmq.SUB)
        self._session, self._take_output = session, take
        self._id, self._is_heard = "", False
        # What comes of the request of that id: replies, and that all outputs came.
        self._came: asyncio.Queue[Message] = asyncio.Queue()

    async def start(self) -> Json:
        """Runs start_up.js as soon as Deno is heard; says what Deno is."""
        while not self._is_heard:
            self.shell.pass_on(self._new("kernel_info_request", {}))
            await asyncio.sleep(ASK_AGAIN_S)
        await self.request(self._new("execute_request", silent(START_UP)))
        return await self.request(self._new("kernel_info_request", {}))

    async def request(self, request: Message, *contents: Json) -> Json:
        """Sends a request, once with each of the contents, or as it came.

        Returns the first reply, when all outputs have come. The last of a cell
        come after Deno's "idle", but before the mark that start_up.js sends.
        """
        self._id, self._came = request.header["msg_id"], asyncio.Queue()
        sent, replies, is_over = contents or (None,), list[Json](), False
        for content in sent:
            self.shell.pass_on(request, content)
        while len(replies) < len(sent) or not is_over:
            came = await self._came.get()
            is_over |= came.kind == ("status" if len(sent) == 1 else "mle_mark")
            if came.kind.endswith("_reply"):
                replies.append(came.content)
                # Where start_up.js has not run, there is no mark.
                is_over |= len(replies) > 1 and came.content["status"] != "ok"
        return replies[0]

    def take(self, message: Message) -> None:
        """Takes what Deno sends."""
        is_status = message.kind == "status"
        self._is_heard |= is_status
        if is_status or message.kind.endswith(("_reply", "_mark")):
            is_busy = message.content.get("execution_state") == "busy"
            if message.parent_id == self._id and not is_busy:
                self._came.put_nowait(message)
        elif message.kind != "execute_input":  # that shows code as we have sent it
            self._take_output(message)

    def _new(self, kind: str, content: Json) -> Message:
        frames = self._session.serialize(self._session.msg(kind, content))
        return Message(self._session, frames)


def silent(code: str) -> Json:
    options = {"allow_stdin": False, "stop_on_error": False, "store_history": False}
    return {"code": code, "silent": True, "user_expressions": {}, **options}
