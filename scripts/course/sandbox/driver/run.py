"""Runs cells in a kernel, one after the other, within limits."""

import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from explain import module_that_never_runs, words_of
from kernel import Kernel
from memory import Memory
from messages import Message, Refused
from outputs import error_of
from run_cell import Cell, End

STARTUP_S = 90
ASK_AGAIN_S = 0.02  # the first answers come before we listen
LATE_S = 0.1  # how long to keep listening after the last cell
INTERRUPT_S = 2  # how long a cell may take to end after each interrupt
MESSAGES_AT_ONCE = 64
MAX_QUOTED = 300  # characters
# The signals would end the kernel if nothing listened for them. A cell that awaits
# what was broken off, or what nothing can settle any more, ends when its promise is
# collected.
OUTLIVE_STOP = """{
  const { setTimeout, clearTimeout, mleCollect } = globalThis;
  Deno.addSignalListener("SIGINT", () => mleCollect());
  Deno.addSignalListener("SIGUSR2", () => {
    const last = setTimeout(() => {});
    const name = Object.getOwnPropertySymbols(last)
      .find(({ description }) => description === "timerId");
    for (let id = 1; id <= last[name]; id++) clearTimeout(id);
    mleCollect();
  });
}
void 0;"""
SEND_AT_ONCE = Path(__file__).parents[3] / "shared" / "send_at_once.js"
STOPPED = "The run was stopped."

# Deno says "idle" before it has sent a cell's last outputs. So a request behind
# each cell sends a mark by the way that outputs take.
MARK = "mle_mark"
SEND_MARK = f'await Deno.jupyter.broadcast("{MARK}", {{}});'


class Run:
    """The run of a notebook; `report` receives its events."""

    def __init__(
        self,
        kernel: Kernel,
        memory: Memory,
        limits: dict[str, Any],
        report: Callable[[dict[str, Any]], None],
    ) -> None:
        self._kernel = kernel
        self._memory = memory
        self._limits = limits
        self._report = report
        self._cells: dict[str, Cell] = {}  # by the ids of their requests
        self._current: Cell | None = None
        self._bytes = 0
        self._ready = {"shell": False, "iopub": False}
        self._started_at = time.monotonic()
        self._has_cells = False
        self._watched_at = 0.0

    def run(self, cells: list[dict[str, str]]) -> None:
        """Runs cells after those before; raises End if it does not come to the last.

        What still comes from the cells before is not listened to any more.
        """
        self._kernel.watch_input()
        if not self._has_cells:
            self._started_at = time.monotonic()  # the kernel's start is long ago
            self._has_cells = True
        self._cells.clear()
        for cell in cells:
            self._run_cell(cell["id"], cell["source"])
        until = time.monotonic() + LATE_S
        while (left := until - time.monotonic()) > 0:
            self._step(left)

    def report_late(self) -> None:
        for cell in dict.fromkeys(self._cells.values()):
            if cell.late.items:
                outputs = cell.late.plain()
                self._report({"event": "late", "id": cell.id, "outputs": outputs})

    def wait_until_ready(self) -> None:
        """Waits until the kernel answers and its messages arrive."""
        while not all(self._ready.values()):
            if time.monotonic() - self._started_at > STARTUP_S:
                words = self._kernel.last_words()
                message = f"The kernel did not start in {STARTUP_S} s. {words}"
                raise End("failed", message)
            self._kernel.request("kernel_info_request", {})
            self._step(ASK_AGAIN_S)
        start_up = SEND_AT_ONCE.read_text("utf-8") + OUTLIVE_STOP
        self._kernel.request("execute_request", execution(start_up, silent=True))

    def _run_cell(self, cell_id: str, source: str) -> None:
        cell = self._current = self._send(cell_id, execution(source))
        end = None
        try:
            self._wait_for(cell)
            if cell.failed_silently():
                self._explain(cell, source)
        except End as reason:
            end = reason
        self._report(cell.outcome(end, self._limits))
        cell.outputs = cell.late  # what comes now is late
        if end is not None:
            raise end

    def _explain(self, cell: Cell, source: str) -> None:
        """Adds to the outputs why Deno could not run a cell, which it does not say."""
        loading = execution(module_that_never_runs(source), silent=True)
        reason = self._send(cell.id, loading)
        self._wait_for(reason)
        for msg_id in (reason.msg_id, reason.mark_id):
            self._cells[msg_id] = cell
        cell.outputs.add_error(words_of(reason.outputs.error, error_of(cell.reply)))

    def _send(self, cell_id: str, request: dict[str, Any]) -> Cell:
        ids = [
            self._kernel.request("execute_request", content)
            for content in (request, execution(SEND_MARK, silent=True))
        ]
        cell = Cell(cell_id, *ids)
        self._cells.update(dict.fromkeys(ids, cell))
        return cell

    def _wait_for(self, cell: Cell) -> None:
        while not cell.is_over():
            self._step(0.05)

    def _step(self, patience_s: float) -> None:
        """Waits for messages and handles them; raises End at a limit."""
        ready = self._kernel.wait(int(patience_s * 1000) + 1)
        if "stop" in ready:
            raise End("stopped", STOPPED)
        for channel in ("iopub", "shell"):
            for _ in range(MESSAGES_AT_ONCE if channel in ready else 0):
                frames = self._kernel.receive(channel)
                if frames is None:
                    break
                self._take(channel, frames)
        self._check_time()
        self._check_memory()
        if not ready & {"iopub", "shell"}:  # its last messages take precedence
            self._check_kernel("lost" in ready)

    def _take(self, channel: str, frames: list[bytes]) -> None:
        size, most = sum(map(len, frames)), self._limits["totalOutputBytes"]
        self._bytes += size
        if self._current is not None and self._bytes > most:
            self._end_output(f"more than {_size(most)} altogether")
        try:
            message = Message(frames)
            cell = self._cells.get(message.parent)
            if cell is None:
                self._ready[channel] = True
                return
            cell.heard_at = time.monotonic()
            cell.bytes += size
            cell.messages += 1
            if channel == "shell":
                self._take_reply(cell, message)
            elif message.type == MARK:
                cell.is_marked = cell.is_marked or message.parent == cell.mark_id
            elif message.type != "status":
                self._take_output(cell, message)
        except Refused:
            pass  # it was counted

    def _take_output(self, cell: Cell, message: Message) -> None:
        limits = self._limits
        if cell.bytes > limits["outputBytes"]:
            what = _size(limits["outputBytes"])
        elif cell.messages > limits["messages"]:
            what = f"{limits['messages']} messages"
        else:
            cell.outputs.add(message)
            return
        if not cell.is_cut:
            cell.outputs.add_note("Output cut", f"The cell put out more than {what}.")
        cell.is_cut = True

    def _take_reply(self, cell: Cell, message: Message) -> None:
        if message.type != "execute_reply" or cell.replied_at is not None:
            return
        if message.parent == cell.msg_id:
            cell.reply = message.content()
        else:
            cell.replied_at = time.monotonic()

    def _end_output(self, what: str) -> NoReturn:
        raise End("output", f"The notebook put out {what}.")

    def _check_time(self) -> None:
        now, limits, cell = time.monotonic(), self._limits, self._current
        if now - self._started_at > limits["notebookMs"] / 1000:
            time_s = limits["notebookMs"] / 1000
            raise End("notebook time", f"The notebook took more than {time_s:g} s.")
        if cell is None or cell.is_over():
            return
        # Once it has run, its outputs may take their time, if only they come.
        since = cell.heard_at if cell.reply else cell.started_at
        over_s = now - since - limits["cellMs"] / 1000
        if over_s <= cell.interrupts * INTERRUPT_S:
            return
        # As in Jupyter, what listens for a Stop may end as it likes.
        ways = (
            partial(self._kernel.signal, signal.SIGINT),
            partial(self._kernel.signal, signal.SIGUSR2),
            self._kernel.break_off,  # Deno hears no signal after it
        )
        if cell.interrupts == len(ways):
            raise End("cell time", f"{cell.too_long(limits)}.")
        ways[cell.interrupts]()
        cell.interrupts += 1

    def _check_memory(self) -> None:
        now = time.monotonic()
        if now - self._watched_at < 0.1:
            return
        self._watched_at = now
        if self._memory.is_exceeded() or self._memory.has_killed():
            self._end_memory()

    def _end_memory(self) -> NoReturn:
        size = _size(self._limits["memoryBytes"])
        raise End("memory", f"The notebook needed more than {size} of memory.")

    def _check_kernel(self, is_lost: bool) -> None:
        code = self._kernel.exit_code(0.5 if is_lost else 0)
        if code is None and is_lost:
            size = _size(self._limits["outputBytes"])
            self._end_output(f"more than {size} at once, or closed its connection")
        if code is None:
            return
        if -code == signal.SIGXCPU:
            most = f"{self._limits['cpuS']:g} s of processor time"
            raise End("kernel died", f"The kernel took more than {most}.")
        words = self._kernel.last_words()
        if self._memory.has_killed() or "out of memory" in words:
            self._end_memory()
        how = f"exit code {code}" if code >= 0 else f"signal {-code}"
        words = f" Its last words: {_quoted(words)}" if words else ""
        raise End("kernel died", f"The kernel ended with {how}.{words}")


def execution(source: str, silent: bool = False) -> dict[str, Any]:
    return {
        "code": source,
        "silent": silent,
        "store_history": not silent,
        "user_expressions": {},
        "allow_stdin": False,
        "stop_on_error": False,
    }


def _quoted(words: str) -> str:
    """The end of a submission's words in one line that shows where they end."""
    plain = "".join(c if c.isprintable() and c not in "«»" else " " for c in words)
    line = " ".join(plain.split())
    cut = line if len(line) <= MAX_QUOTED else "…" + line[-MAX_QUOTED:]
    return f"«{cut}»"


def _size(count: int) -> str:
    mib = count / 2**20
    return f"{mib:.0f} MiB" if mib >= 1 else f"{count} bytes"
