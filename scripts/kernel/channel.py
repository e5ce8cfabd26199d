"""Jupyter's messages, and the sockets on which they come and go."""

import contextlib
import traceback
from collections.abc import Callable
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.session import Session

Json = dict[str, Any]
OK, FAILED = {"status": "ok"}, {"status": "error"}
INFO: Json = {
    "protocol_version": "5.3",
    "implementation": "mle-deno",
    "implementation_version": "1",
    "banner": "TypeScript on Deno",
    "language_info": {"name": "typescript"},  # notebooks hold this, too
}
EMPTY: Json = {"comm_info_request": {"comms": {}}, "history_request": {"history": []}}


class Message:
    def __init__(self, session: Session, frames: list[bytes]) -> None:
        self.frames = frames
        self.sender, parts = session.feed_identities(frames)
        said = session.deserialize(parts)  # refuses what is not signed
        self.header, self.content = said["header"], said["content"]
        self.kind: str = self.header["msg_type"]
        self.metadata, self.buffers = said["metadata"], said["buffers"]
        self.is_aborted = False


Take = Callable[[Message], Any]


class Channel:
    """A socket on which messages come and go, none of which it drops."""

    def __init__(self, session: Session, connection: Json, name: str, kind: int):
        self._session = session
        address = f"{connection['transport']}://{connection['ip']}"
        address += ":" if connection["transport"] == "tcp" else "-"
        address += str(connection[f"{name}_port"])
        self.socket = zmq.asyncio.Context.instance().socket(kind)
        self.socket.set_hwm(0)
        self.socket.linger = 1000  # ms, for the last words
        if kind in (zmq.ROUTER, zmq.PUB):
            self.socket.bind(address)
            return
        option = (zmq.SUBSCRIBE, b"") if kind == zmq.SUB else (zmq.IDENTITY, b"mle")
        self.socket.setsockopt(*option)
        self.socket.setsockopt(zmq.RECONNECT_IVL, 10)
        self.socket.connect(address)

    def send(self, to: Message | None, kind: str, content: Json, *more: Any) -> None:
        """Sends an answer, or a request; `more` is metadata and buffers."""
        metadata, buffers = more or (None, [])
        parent = {"header": to.header} if to else None
        message = self._session.msg(kind, content, parent, metadata=metadata)
        frames = self._session.serialize(message, to.sender if to else None)
        self.socket.send_multipart([*frames, *buffers])

    async def read(self, take: Take) -> None:
        while await self.socket.poll():
            self.read_now(take)

    def read_now(self, take: Take) -> None:
        """Takes what has come and not been read yet."""
        plain: zmq.Socket[bytes] = zmq.Socket.shadow(self.socket.underlying)
        with contextlib.suppress(zmq.Again):
            for _ in range(1000):  # then others have their turn
                frames = plain.recv_multipart(zmq.NOBLOCK)
                try:
                    take(Message(self._session, frames))
                except Exception:  # nothing that comes ends the reading
                    traceback.print_exc()
