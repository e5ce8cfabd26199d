"""What the type checker says of a cell, and help while one is written."""

import asyncio
import html
import os
import re
from dataclasses import dataclass
from typing import Any

from language_server import Json, LanguageServer, ServerEndedError
from processes import Processes

SWITCH = "MLE_TYPE_CHECK"
# A kernel allows a name to be declared again, as the checker does not: to it,
# `import process from "node:process"` is circular (2303), as `process` is global.
DECLARED_AGAIN = {2300, 2303, 2440, 2451}
# A language server that starts on a busy machine takes long; later ones, seconds.
START_PATIENCE_S = 60.0
PATIENCE_S = 5.0
# What the checker calls the end of a line.
LINE_END = re.compile("\r\n|[\n\r\u2028\u2029]")


@dataclass(frozen=True)
class TypeProblem:
    """A line of a cell, and what is wrong with it."""

    line: int
    message: str
    code: str


class TypeCheck:
    """Asks the language server; without it there is no help, and all else goes on."""

    def __init__(self, processes: Processes) -> None:
        self._server = LanguageServer(processes)
        self._declared_again: set[str] = set()
        self._order = asyncio.Lock()
        # How long a cell that has run, or help, waits for an answer.
        self.patience_s = START_PATIENCE_S
        self._always = os.environ.get(SWITCH) == "1"
        self._never = os.environ.get(SWITCH) == "0"
        # Jupyter's server names the notebook for which it starts a kernel.
        if "JPY_SESSION_NAME" in os.environ and not self._never:
            self._server.start()

    def give_up(self) -> None:
        """From now on nothing is checked."""
        self._never = True

    def wanted(self, cell_id: str | None) -> bool:
        """Whether a cell is to be checked: those that a person runs in an editor."""
        return not self._never and (self._always or cell_id is not None)

    async def problems(self, cell_id: str, code: str) -> list[TypeProblem]:
        """What is wrong with a cell, given those that ran before it."""
        async with self._order:
            uri = await self._server.put(_fragment(cell_id), code)
            errors = await self._server.errors(uri)
            self.patience_s = PATIENCE_S
        for error in errors:
            if error.get("code") in DECLARED_AGAIN:
                name = _text_at(code, error["range"])
                if not re.search(rf"^import\b[^;]*\b{re.escape(name)}\b", code, re.M):
                    self._declared_again.add(name)
        # The checker knows only the first meaning of a name.
        if self._declared_again & set(re.findall(r"[\w$]+", code)):
            return []
        lines = LINE_END.split(code)
        return [
            TypeProblem(line + 1, error["message"], lines[line].strip())
            for error in errors
            if error.get("code") not in DECLARED_AGAIN
            for line in [error["range"]["start"]["line"]]
        ]

    async def complete(self, code: str, cursor: int) -> Json | None:
        """A `complete_reply`'s content; None if there is nothing to offer."""
        answer = await self._ask("textDocument/completion", code, cursor)
        items = answer["items"] if isinstance(answer, dict) else answer or []
        start = cursor - len(_word_before(code, cursor))
        prefix = code[start:cursor].lower()
        items = [item for item in items if item["label"].lower().startswith(prefix)]
        items.sort(key=lambda item: item.get("sortText", item["label"]))
        if not items:
            return None
        kinds = [
            {
                "start": start,
                "end": cursor,
                "text": item["label"],
                "type": KINDS.get(item.get("kind", 0), ""),
            }
            for item in items
        ]
        return {
            "status": "ok",
            "matches": [item["label"] for item in items],
            "cursor_start": start,
            "cursor_end": cursor,
            "metadata": {"_jupyter_types_experimental": kinds},
        }

    async def explain(self, code: str, cursor: int) -> Json:
        """An `inspect_reply`'s content: signature and documentation."""
        place = cursor
        if not _word_before(code, cursor):  # in a call: what is called
            before = re.search(r"([\w$]+)\s*(<[^<>()]*>)?\([^()]*$", code[:cursor])
            place = before.end(1) if before else cursor
        answer = await self._ask("textDocument/hover", code, max(place - 1, 0))
        text = answer["contents"]["value"] if answer else ""
        data = {"text/markdown": text, "text/plain": text} if text else {}
        return {"status": "ok", "found": bool(text), "data": data, "metadata": {}}

    async def _ask(self, method: str, code: str, cursor: int) -> Any:
        try:
            async with self._order:
                uri = await self._server.put("being-written", code)
                try:
                    return await asyncio.wait_for(
                        self._server.ask_at(method, uri, code, cursor), self.patience_s
                    )
                finally:
                    await self._server.put("being-written", "")
        except (ServerEndedError, OSError, TimeoutError, asyncio.TimeoutError):
            return None


# The language server's kinds of completions as JupyterLab calls them.
KINDS = {
    2: "method",
    3: "function",
    5: "property",
    6: "variable",
    7: "class",
    8: "interface",
    9: "module",
    10: "property",
    13: "enum",
    14: "keyword",
    21: "constant",
}


def _word_before(code: str, cursor: int) -> str:
    found = re.search(r"[\w$]*$", code[:cursor])
    return found[0] if found else ""


def _text_at(code: str, place: Json) -> str:
    line: str = LINE_END.split(code)[place["start"]["line"]]
    return line[place["start"]["character"] : place["end"]["character"]]


def _fragment(cell_id: str) -> str:
    return re.sub(r"[^\w-]", "-", cell_id)


def shown_problems(problems: list[TypeProblem]) -> Json:
    """What a notebook shows of them: a `display_data`'s content."""
    off = f"Types are checked as cells run; {SWITCH}=0 switches it off."
    lines = [f"line {p.line}: {p.message}\n    {p.code}" for p in problems]
    items = "".join(
        f"<li>line {p.line}: {html.escape(p.message)}"
        f"<pre style='margin:0'>{html.escape(p.code)}</pre></li>"
        for p in problems
    )
    return {
        "data": {
            "text/plain": "\n".join(["Types:", *lines, off]),
            "text/html": "<div style='border-left:3px solid #c80;padding-left:.6em'>"
            f"<b>Types</b><ul style='margin:.2em 0'>{items}</ul>"
            f"<small>{off}</small></div>",
        },
        "metadata": {"mle": "types"},
        "transient": {},
    }
