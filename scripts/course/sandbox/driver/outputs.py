"""A cell's outputs in nbformat's form."""

import re
from collections.abc import Sequence
from typing import Any

from messages import Message, Refused

MIME = re.compile(r"[\w.+-]{1,100}/[\w.+;= -]{1,100}")
MAX_TEXT = 10_000


class Outputs:
    """The outputs that arrived while a cell ran, or after it."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.error: dict[str, str] | None = None
        self._display_ids: dict[str, dict[str, Any]] = {}
        self._clear = False

    def add(self, message: Message) -> None:
        """Adds a message; one that cannot be shown leaves a note."""
        try:
            self._add(message.type, message)
        except Refused as reason:
            self.add_note("Refused output", str(reason))

    def add_note(self, title: str, words: str) -> None:
        """Says in the cell's outputs what became of some."""
        self._append(error(title, words))

    def add_error(self, what: dict[str, str], trace: Sequence[str] = ()) -> None:
        """Adds an error, which the cell then ends with."""
        self.error = what
        self._append(error(*what.values()) | {"traceback": [*trace]})

    def _add(self, kind: str, message: Message) -> None:
        if kind == "stream":
            self._add_stream(message.content())
        elif kind in ("display_data", "execute_result"):
            self._add_display(kind, message.content())
        elif kind == "update_display_data":
            self._update(message.content())
        elif kind == "clear_output":
            self._clear = True
            if message.content().get("wait") is not True:
                self._append()
        elif kind == "error":
            content = message.content()
            lines = content.get("traceback")
            lines = lines if isinstance(lines, list) else []
            trace = [line for line in lines if isinstance(line, str)]
            self.add_error(error_of(content), trace)

    def _append(self, *items: dict[str, Any]) -> None:
        if self._clear:
            self.items.clear()
            self._display_ids.clear()
            self._clear = False
        self.items.extend(items)

    def _add_stream(self, content: dict[str, Any]) -> None:
        name = "stderr" if content.get("name") == "stderr" else "stdout"
        text = content.get("text")
        if not isinstance(text, str):
            raise Refused("a stream without text")
        last = self.items[-1] if self.items and not self._clear else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"].append(text)
        else:
            self._append({"output_type": "stream", "name": name, "text": [text]})

    def _add_display(self, kind: str, content: dict[str, Any]) -> None:
        item = {"output_type": kind, **_bundle(content)}
        if kind == "execute_result":
            count = content.get("execution_count")
            item["execution_count"] = count if isinstance(count, int) else None
        self._append(item)
        display_id = _display_id(content)
        if display_id is not None:
            self._display_ids[display_id] = item

    def _update(self, content: dict[str, Any]) -> None:
        item = self._display_ids.get(_display_id(content) or "")
        if item is not None:
            item.update(_bundle(content))

    def plain(self) -> list[dict[str, Any]]:
        """The outputs, with each stream's text joined."""
        return [
            item | {"text": "".join(item["text"])} if "text" in item else item
            for item in self.items
        ]


def error(name: str, message: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": []}


def error_of(content: dict[str, Any]) -> dict[str, str]:
    """The error in a reply or an output."""
    return {
        "name": str(content.get("ename", "Error"))[:MAX_TEXT],
        "message": str(content.get("evalue", ""))[:MAX_TEXT],
    }


def _bundle(content: dict[str, Any]) -> dict[str, Any]:
    data, metadata = content.get("data"), content.get("metadata")
    if not isinstance(data, dict):
        raise Refused("a display without data")
    for kind, value in data.items():
        if not MIME.fullmatch(kind):
            raise Refused("data whose media type is none")
        if not isinstance(value, str) and "json" not in kind:
            raise Refused(f"{kind} that is not text")
    return {"data": data, "metadata": metadata if isinstance(metadata, dict) else {}}


def _display_id(content: dict[str, Any]) -> str | None:
    transient = content.get("transient")
    value = transient.get("display_id") if isinstance(transient, dict) else None
    return value if isinstance(value, str) else None
