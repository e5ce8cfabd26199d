"""A request that runs, and what has come of it."""

from collections.abc import Sequence
from typing import Any

from deno_kernel import Message
from flood import Flood

Output = tuple[str, Message, Message, Sequence[Any]]


class CellRun:
    """A request that runs, and what has come of it."""

    def __init__(self, request: Message, sender: Any, number: int) -> None:
        self.request = request
        self.sender = sender
        self.number = number
        self.flood = Flood()
        self.error: Message | None = None
        # While its types are checked: what has to come again below the finding.
        self.kept: list[Output] | None = None
        self._clears_next = False
        self.asked_to_stop = False

    def keep(self, output: Output) -> None:
        """Keeps an output, or what takes its place, while it may have to come again."""
        kind, content, metadata, buffers = output
        if self.kept is None:
            return
        if kind == "clear_output":
            self._clears_next = content.get("wait", False)
            if not self._clears_next:
                self.kept.clear()
        if kind in ("stream", "display_data", "execute_result"):
            if self._clears_next:
                self.kept.clear()
                self._clears_next = False
            self.kept.append(output)
        if kind != "update_display_data":
            return
        for i, (_, shown, *_) in enumerate(self.kept):
            if _display_id(shown) == _display_id(content):
                self.kept[i] = ("display_data", content, metadata, buffers)

    @property
    def stops_on_error(self) -> bool:
        return bool(self.request["content"].get("stop_on_error", True))


def _display_id(content: Message) -> str | None:
    display_id: str | None = (content.get("transient") or {}).get("display_id")
    return display_id
