"""Jupyter's messages, which go on as they came where nothing is to change."""

import contextlib
import traceback
from collections.abc import Callable
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.session import Session

Json = dict[str, Any]


class Message:
    """A message: its frames, and what these say."""

    def __init__(self, session: Session, frames: list[bytes]) -> None:
        self.frames = frames
        self.sender, parts = session.feed_identities(frames)
        self.said = said = session.deserialize(parts)  # refuses what is not signed
        self.header, self.content = said["header"], said["content"]
        self.kind: str = self.header["msg_type"]
        self.parent_id: str | None = said["parent_header"].get("msg_id")
        self.metadata, self.buffers = said["metadata"], said["buffers"]


class Channel:
    """A socket on which messages come and go, none of which it drops."""

    def __init__(self, session: Session, kind: int, address: str) -> None:
        self._session = session
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

    def send(self, request: Message, kind: str, content: Json, *more: Any) -> None:
        """Sends what comes of a request; `more` is metadata and buffers."""
        metadata, buffers = more or (None, [])
        parent = {"header": request.header}
        message = self._session.msg(kind, content, parent, metadata=metadata)
        frames = self._session.serialize(message, request.sender)
        self.socket.send_multipart([*frames, *buffers])

    def pass_on(self, message: Message, content: Json | None = None) -> None:
        """Sends a message as it came, or with another content."""
        frames = message.frames
        if content is not None:
            said = {**message.said, "content": content}
            frames = self._session.serialize(said, message.sender)
        self.socket.send_multipart(frames)

    async def read(self, take: Callable[[Message], Any]) -> None:
        while await self.socket.poll():
            self.read_now(take)

    def read_now(self, take: Callable[[Message], Any]) -> None:
        """Takes what has come and not been read yet."""
        plain: zmq.Socket[bytes] = zmq.Socket.shadow(self.socket.underlying)
        with contextlib.suppress(zmq.Again):
            for _ in range(1000):  # then others have their turn
                frames = plain.recv_multipart(zmq.NOBLOCK)
                try:
                    take(Message(self._session, frames))
                except Exception:  # nothing that comes ends the reading
                    traceback.print_exc()
