"""Errors' traces as a person reads them: cells by their number, files by their path."""

import asyncio
import bisect
import json
import re
from dataclasses import dataclass

from deno_kernel import START_UP
from processes import ROOT, Processes

LINE_MAP = ROOT / "scripts" / "kernel" / "line_map.ts"
NO_LINE_MAP = "    (Lines may be off by some: scripts/kernel/line_map.ts does not run.)"
FRAME = re.compile(
    r"    at (?P<is_async>async )?(?:(?P<name>.+) \()?"
    r"(?P<file>[^()]+):(?P<line>\d+):(?P<column>\d+)\)?"
)
SYNTAX_ERROR = re.compile(
    r"(?P<kind>\w*Error): (?P<text>.*?)\n +\|\n(?P<frame>.*)\n"
    r"    at file:///\S+?:(?P<line>\d+):\d+",
    re.DOTALL,
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

    def syntax_error(self, text: str) -> tuple[str, str] | None:
        """Name and message of an error in a cell's syntax, if it is one of these."""
        found = SYNTAX_ERROR.fullmatch(text)
        if found is None:
            return None
        cell = self._cells[-1]

        def renumber(match: re.Match[str]) -> str:
            line = str(int(match[1]) - cell.lines_before)
            return f"{line.rjust(len(match[1]))} |"

        frame = re.sub(r"^ *(\d+) \|", renumber, found["frame"], flags=re.MULTILINE)
        # The end of the comment that `add` put before the first line.
        frame = re.sub(r"^( *1 \| )\*/(.*\n *\| )  ", r"\1\2", frame)
        line = int(found["line"]) - cell.lines_before
        where = f"    at cell [{cell.number}], line {line}"
        return found["kind"], f"{found['text']}\n{frame}\n{where}"

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
        try:
            if self._process is None:
                self._process = await self._processes.start_piped(
                    "run", "-A", "--no-check", str(LINE_MAP)
                )
            reader, writer = self._process.stdout, self._process.stdin
            assert reader is not None
            assert writer is not None
            writer.write(json.dumps(question).encode() + b"\n")
            answer: list[int] = json.loads(await reader.readline())
            return answer
        except (OSError, ValueError):
            self._process = None
            return None
