"""A cell of a notebook that runs, and what has come of it."""

import time
from typing import Any

from outputs import Outputs, error_of

# How long to wait for the mark behind a cell's outputs, after the last of them and
# in all.
SILENT_S, MARK_S = 2, 60


class End(Exception):
    """The run ended before its last cell: how, and a description."""

    def __init__(self, end: str, message: str) -> None:
        super().__init__(message)
        self.end = end


class Cell:
    """A cell that was sent to the kernel, and the mark behind it."""

    def __init__(self, cell_id: str, msg_id: str, mark_id: str) -> None:
        self.id = cell_id
        self.msg_id = msg_id
        self.mark_id = mark_id
        self.outputs = Outputs()
        self.late = Outputs()
        self.started_at = time.monotonic()
        self.heard_at = self.started_at
        self.reply: dict[str, Any] = {}
        self.replied_at: float | None = None
        self.is_marked = False
        self.bytes = 0
        self.messages = 0
        self.is_cut = False
        self.interrupts = 0

    def is_over(self) -> bool:
        if self.replied_at is None:
            return False
        now = time.monotonic()
        is_lost = now - self.heard_at > SILENT_S or now - self.replied_at > MARK_S
        return self.is_marked or is_lost

    def too_long(self, limits: dict[str, Any]) -> str:
        return f"Cell {self.id} took more than {limits['cellMs'] / 1000:g} s"

    def failed_silently(self) -> bool:
        failed = self.reply.get("status") == "error" and self.outputs.error is None
        return failed and self.interrupts == 0

    def outcome(self, end: End | None, limits: dict[str, Any]) -> dict[str, Any]:
        """The outcome of the cell; `end` if the run ended with it."""
        error = self.outputs.error
        if end is not None:
            error = {"name": end.end, "message": str(end)}
        elif self.interrupts > 0:
            message = f"{self.too_long(limits)} and was interrupted."
            error = {"name": "cell time", "message": message}
        elif error is None and self.reply.get("status") != "ok":
            error = error_of(self.reply)
        duration = (time.monotonic() - self.started_at) * 1000
        return {
            "event": "outcome",
            "id": self.id,
            "status": "ok" if error is None else "error",
            **({} if error is None else {"error": error}),
            **({"interrupted": True} if end is None and self.interrupts else {}),
            "outputs": self.outputs.plain(),
            "durationMs": round(duration),
        }
