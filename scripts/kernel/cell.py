"""A cell that runs, and what a notebook shows of it."""

import asyncio
import json
import re
from typing import Any

from channel import Channel, Json, Message
from deno_kernel import silent

START_UP_LINES = 1000  # at least as many as start_up.js has
SHOWN = ("stream", "display_data", "execute_result", "update_display_data")
MAX_WRITTEN = 100_000  # characters of what start_up.js does not count
LEFT_OUT = f"\n… the rest is left out: {MAX_WRITTEN:,} characters are shown at most.\n"


class Cell:
    """A request to run code, and what has come of it."""

    def __init__(self, request: Message, before: "Cell | None", iopub: Channel) -> None:
        self.request, self._iopub = request, iopub
        content = {**request.content, "user_expressions": {}}
        self.code: str = content["code"].encode("utf-8", "replace").decode()
        self.is_silent = bool(content.get("silent", False))
        self.stops_on_error = bool(content.get("stop_on_error", True))
        counts = not self.is_silent and content.get("store_history", True)
        self.number: int = (before.number if before else 0) + int(counts)
        # Deno calls all cells `<anonymous>`: by its lines a trace tells which. So
        # each has more than Deno may print for it.
        self.lines_before: int = before.lines if before else START_UP_LINES
        most = 2 * len(re.findall(r"[\n,;{}\[\]()]", self.code))
        self.lines: int = self.lines_before + most + 2
        content["code"] = f"/*{chr(10) * self.lines_before}*/{self.code}"
        # Behind it start_up.js looks at what it has left behind.
        behind = f"globalThis[Symbol.for('mle.behind')]({json.dumps(self.code)})"
        self.contents = content, silent(f"await {behind}; undefined")
        self.error: Json | None = None
        self.thrown: str | None = None
        self.check: asyncio.Task[None] | None = None
        self.failures: list[asyncio.Task[None]] = []
        self.stopping: asyncio.Task[None] | None = None
        self._may_write = MAX_WRITTEN
        # While types are checked: what has to come again below the finding.
        self._kept: list[Any] = []

    def show(self, kind: str, content: Json, *more: Any) -> None:
        if kind == "clear_output":
            self._kept.clear()
        elif kind in SHOWN and self.check is not None and not self.check.done():
            self._kept.append((kind, content, *more))
        self._iopub.send(self.request, kind, content, *more)

    def show_above(self, found: list[tuple[str, Json]]) -> None:
        """Shows what has been found out above what the cell has put out."""
        kept, self._kept, self.check = self._kept, [], None
        if kept and found:
            self.show("clear_output", {"wait": True})
        for output in (*found, *kept) if found else ():
            self.show(*output)

    def say(self, text: str, name: str = "stderr") -> None:
        self.show("stream", {"name": name, "text": text})

    def show_written(self, text: str) -> None:
        """Shows what start_up.js has not counted, up to a limit."""
        text = text.replace("\u200b", "").replace("\0", "")  # Deno.test's marks
        shown = text[: max(self._may_write, 0)]
        self._may_write -= len(text)
        if shown:
            self.say(shown + (LEFT_OUT if self._may_write < 0 else ""), "stdout")
