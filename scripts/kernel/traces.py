"""Errors' traces as a person reads them: cells by their number, files by their path."""

import asyncio
import bisect
import json
import re
from dataclasses import dataclass
from typing import Any

from deno_kernel import START_UP
from processes import ROOT, Processes

LINE_MAP = ROOT / "scripts" / "kernel" / "line_map.ts"
NO_LINE_MAP = "    (Lines may be off by some: scripts/kernel/line_map.ts does not run.)"
FRAME = re.compile(
    r"    at (?P<is_async>async )?(?:(?P<name>.+) \()?"
    r"(?P<file>[^()]+):(?P<line>\d+):(?P<column>\d+)\)?"
)


@dataclass(frozen=True)
class Cell:
    """A cell that ran, and how many lines stand before its first."""

    number: int
    code: str
    lines_before: int


class Traces:
    """Gives each cell lines of its own, by which a trace tells which cell it means.

    Deno calls all cells `<anonymous>`, and prints a cell anew before it runs it,
    so that lines are others than the person's: line_map.ts finds these.
    """

    def __init__(self, processes: Processes) -> None:
        # The first is start_up.js, whose places are Deno's own to a person.
        self._cells = [Cell(0, START_UP.read_text("utf-8"), 0)]
        self._line_map = LineMap(processes)
        self._told = False

    def add(self, number: int, code: str) -> str:
        """Takes in a cell that is about to run; returns what Deno is to run."""
        last = self._cells[-1]
        # Printed, a cell may have more lines than written, but not more than these.
        most = 2 * len(re.findall(r"[\n,;{}\[\]()]", last.code))
        cell = Cell(number, code, last.lines_before + most + 2)
        self._cells.append(cell)
        return f"/*{chr(10) * cell.lines_before}*/{code}"

    async def readable(self, trace: list[str]) -> list[str]:
        """A trace without what is Deno's own, with places as the person knows them."""
        frames = [FRAME.fullmatch(line) for line in trace]
        places = {
            i: (cell, int(frame["line"]) - cell.lines_before, int(frame["column"]))
            for i, frame in enumerate(frames)
            if frame and frame["file"] == "<anonymous>"
            for cell in self._cell_at(int(frame["line"]))
        }
        lines = await self._line_map.original([*places.values()]) if places else []
        if lines is None:
            lines = [line for _, line, _ in places.values()]
            if not self._told:
                self._told = True
                trace, frames = [*trace, NO_LINE_MAP], [*frames, None]
        cell_lines = dict(zip(places, lines, strict=True))
        readable: list[str] = []
        for i, (line, frame) in enumerate(zip(trace, frames, strict=True)):
            if frame is None:
                if line != "Stack trace:" and line != "    at <unknown>":
                    readable.append(line)
                continue
            if i in places:
                where = f"cell [{places[i][0].number}], line {cell_lines[i]}"
            elif frame["file"].startswith(f"{ROOT.as_uri()}/"):
                path = frame["file"].removeprefix(f"{ROOT.as_uri()}/")
                if path.startswith("node_modules/"):
                    continue
                where = f"{re.sub('^lib/', 'mle/', path)}:{frame['line']}"
            elif re.match("ext:|node:|<anonymous>|checkin:", frame["file"]):
                continue
            else:
                where = f"{frame['file']}:{frame['line']}"
            name = frame["name"]
            readable.append(f"    at {name} ({where})" if name else f"    at {where}")
        return readable

    async def syntax_error(self, said: str) -> dict[str, Any]:
        """The last cell's error in its syntax, as an error output's content.

        Deno has `said` so, and may have said nothing of use.
        """
        cell = self._cells[-1]
        found = await self._line_map.syntax_problem(cell.code)
        where = f"    at cell [{cell.number}]"
        message, lines = said, [where]
        if found is not None:
            message = found["message"]
            lines = [*found["excerpt"].split("\n"), f"{where}, line {found['line']}"]
        trace = [f"SyntaxError: {message}", *lines]
        return {"ename": "SyntaxError", "evalue": message, "traceback": trace}

    def _cell_at(self, line: int) -> list[Cell]:
        index = bisect.bisect_left(self._cells, line, key=lambda c: c.lines_before)
        return self._cells[max(index - 1, 1) : index]


Place = tuple[Cell, int, int]


class LineMap:
    """Asks line_map.ts, which starts with the first question."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._process: asyncio.subprocess.Process | None = None

    async def original(self, places: list[Place]) -> list[int] | None:
        """The lines in which places of printed cells were written; None if unknown."""
        question = [
            {"code": cell.code, "line": line, "column": column - 1}
            for cell, line, column in places
        ]
        answer: list[int] | None = await self._ask(question)
        return answer

    async def syntax_problem(self, code: str) -> dict[str, Any] | None:
        """What is wrong with the syntax of a cell: message, line, excerpt."""
        answer: dict[str, Any] | None = await self._ask(code)
        return answer

    async def _ask(self, question: Any) -> Any:
        try:
            if self._process is None:
                self._process = await self._processes.start_piped(
                    "run", "-A", "--no-check", str(LINE_MAP)
                )
            reader, writer = self._process.stdout, self._process.stdin
            assert reader is not None
            assert writer is not None
            writer.write(json.dumps(question).encode() + b"\n")
            return json.loads(await reader.readline())
        except (OSError, ValueError):
            self._process = None
            return None
