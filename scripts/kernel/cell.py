"""A cell that runs, and what a notebook shows of it."""

import asyncio
import json
import re
from typing import Any

from channel import Channel, Json, Message
from deno_kernel import silent

DOES_NOT_STOP = (
    "Stop: this cell has not stopped yet. A training ends behind its step or its\n"
    "evaluation; to end anything else, restart the kernel, which loses all variables.\n"
)
NO_TYPES = "Types of this cell are not checked: the language server is not ready.\n"
START_UP_LINES, DECORATOR_LINES = 1000, 500  # or fewer, of ours and of what Deno adds
MAX_WRITTEN = 100_000  # characters of what put_out.js does not count
LEFT_OUT = f"\n… the rest is left out: {MAX_WRITTEN:,} characters are shown at most.\n"


class Cell:
    """A request to run code, and what has come of it."""

    def __init__(self, request: Message, before: "Cell | None", iopub: Channel) -> None:
        self.request, self._iopub = request, iopub
        content = {**request.content, "user_expressions": {}}
        code: str = content["code"].encode("utf-8", "replace").decode()
        self.code = re.sub(r"\A#!", "//", code)  # which only the first line may have
        self.is_silent = bool(content.get("silent", False))
        self.stops_on_error = bool(content.get("stop_on_error", True))
        counts = not self.is_silent and content.get("store_history", True)
        self.number: int = (before.number if before else 0) + int(counts)
        self.id = str(request.metadata.get("cellId", self.number))
        # By its lines a trace tells which cell it is: each has more than Deno prints.
        self.lines_before: int = before.lines if before else START_UP_LINES
        marks = len(re.findall(r"[\n,;{}\[\]()]", self.code))
        most = 2 * marks + DECORATOR_LINES * self.code.count("@") + 2
        self.lines: int = self.lines_before + most
        content["code"] = f"/*{chr(10) * self.lines_before}*/{self.code}"
        # Behind it start_up.js looks at what it has left behind.
        behind = f"await mleBehind({json.dumps(self.code)}, {self.number}); undefined"
        self.contents = content, silent(behind)
        self.error: Json | None = None
        self.is_stopping = self.is_checked = False
        self.check: asyncio.Task[None] | None = None
        self.shown: asyncio.Task[Any]  # the last output is
        self._found: list[tuple[str, Json]] = []
        self._may_write = MAX_WRITTEN

    def show(self, kind: str, content: Json, *more: Any) -> None:
        self._iopub.send(self.request, kind, content, *more)
        if kind == "clear_output":
            self.show_found(self._found)

    def show_found(self, found: list[tuple[str, Json]]) -> None:
        """Shows what has been found out about the cell, above what it puts out."""
        self._found = found
        for output in found:
            self.show(*output)

    def say(self, text: str, name: str = "stderr") -> None:
        self.show("stream", {"name": name, "text": text})

    def show_written(self, text: str) -> None:
        """Shows what put_out.js has not counted, up to a limit."""
        text = re.sub("[\0\u200b]", "", text)  # Deno.test's marks
        shown = text[: max(self._may_write, 0)]
        self._may_write -= len(text)
        if shown:
            self.say(shown + (LEFT_OUT if self._may_write < 0 else ""), "stdout")
