"""Hands cells to Deno's kernel."""

import asyncio

import zmq
from channel import Channel, Json, Message, Take
from jupyter_client.session import Session
from processes import ROOT

NOT_SHOWN = ("status", "kernel_info_reply", "execute_input")
ASK_AGAIN_S = 0.01  # the first answers come before we hear
FILES = ("kernel/put_out.js", "shared/send_at_once.js", "kernel/start_up.js")
START_UP = "".join((ROOT / "scripts" / name).read_text("utf-8") for name in FILES)


class DenoKernel:
    def __init__(self, session: Session, connection: Json, take: Take) -> None:
        self.shell = Channel(session, connection, "shell", zmq.DEALER)
        self.stdin = Channel(session, connection, "stdin", zmq.DEALER)
        self.iopub = Channel(session, connection, "iopub", zmq.SUB)
        self._take_output, self._is_heard = take, False
        # What comes of the cell that runs: replies, and that all outputs came.
        self._came: asyncio.Queue[Message] = asyncio.Queue()

    async def start(self) -> None:
        """Runs our own code as soon as Deno is heard."""
        while not self._is_heard:
            self.shell.send(None, "kernel_info_request", {})
            await asyncio.sleep(ASK_AGAIN_S)
        await self.run(silent(f"{{{START_UP}}} await mleBehind('', 0)"))

    async def run(self, *contents: Json) -> Json:
        """Runs one request after the other, and returns the last reply but one."""
        # Deno's "idle" comes before the last outputs; start_up.js sends a mark behind.
        for content in contents:
            self.shell.send(None, "execute_request", content)
        replies, is_over = list[Json](), False
        while len(replies) < len(contents) or not is_over:
            came = await self._came.get()
            if came.kind == "mle_mark":
                is_over = True
            else:
                replies.append(came.content)
                # Where start_up.js has not run, there is no mark.
                has_failed = came.content["status"] != "ok"
                is_over |= has_failed and len(replies) == len(contents)
        return replies[-2:][0]

    def take(self, message: Message) -> None:
        self._is_heard |= message.kind == "status"
        if message.kind in ("execute_reply", "mle_mark"):
            self._came.put_nowait(message)
        elif message.kind not in NOT_SHOWN:
            self._take_output(message)


def silent(code: str) -> Json:
    options = {"allow_stdin": False, "stop_on_error": False, "store_history": False}
    return {"code": code, "silent": True, "user_expressions": {}, **options}


FOR_NO_CELL = silent("await mleBetween()")  # a Stop was
