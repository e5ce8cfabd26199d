"""Deno's language server, asked about the cells of a notebook as an editor asks."""

import asyncio
import itertools
import json
from typing import Any

from processes import ROOT, Processes

Json = dict[str, Any]

NOTEBOOK = (ROOT / "notebooks" / "running.ipynb").as_uri()
CELL = NOTEBOOK.replace("file:", "vscode-notebook-cell:")
SETTINGS = {"enable": True, "lint": False, "suggest": {"autoImports": False}}


class LanguageServer:
    """Knows each cell that ran, in the order of their first run."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._ids = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._versions: dict[str, int] = {}
        self._started: asyncio.Task[None] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._ended = False

    def start(self) -> asyncio.Task[None]:
        """Starts it, if it has not been started; it takes seconds."""
        if self._started is None:
            self._started = asyncio.create_task(self._start())
        return self._started

    async def put(self, cell: str, code: str) -> str:
        """Puts a cell into the notebook, or new code into the cell; returns its URI."""
        await asyncio.shield(self.start())  # who gives up does not end it
        uri = f"{CELL}#{cell}"
        version = self._versions.get(uri, 0) + 1
        self._versions[uri] = version
        document = {"uri": uri, "languageId": "typescript", "version": version}
        if version == 1:
            new = {"kind": 2, "document": uri}
            change: Json = {
                "structure": {
                    "array": {
                        "start": len(self._versions) - 1,
                        "deleteCount": 0,
                        "cells": [new],
                    },
                    "didOpen": [{**document, "text": code}],
                }
            }
        else:
            change = {
                "textContent": [{"document": document, "changes": [{"text": code}]}]
            }
        self._notify(
            "notebookDocument/didChange",
            {
                "notebookDocument": {"uri": NOTEBOOK, "version": next(self._ids)},
                "change": {"cells": change},
            },
        )
        return uri

    async def errors(self, uri: str) -> list[Json]:
        """What the type checker holds against a cell."""
        document = {"textDocument": {"uri": uri}}
        report = await self._ask("textDocument/diagnostic", document)
        return [item for item in report["items"] if item.get("severity", 1) == 1]

    async def ask_at(self, method: str, uri: str, code: str, cursor: int) -> Any:
        """Asks about a place in a cell, given as Jupyter does, in characters."""
        lines = code[:cursor].split("\n")
        character = len(lines[-1].encode("utf-16-le")) // 2
        position = {"line": len(lines) - 1, "character": character}
        return await self._ask(
            method, {"textDocument": {"uri": uri}, "position": position}
        )

    async def _start(self) -> None:
        process = await self._processes.start_piped("lsp")
        assert process.stdout is not None
        self._writer = process.stdin
        self._tasks.append(asyncio.create_task(self._read(process.stdout)))
        await self._ask(
            "initialize",
            {
                "processId": None,
                "rootUri": ROOT.as_uri(),
                "workspaceFolders": [{"uri": ROOT.as_uri(), "name": "mle"}],
                "initializationOptions": SETTINGS,
                "capabilities": {
                    "workspace": {"configuration": True, "workspaceFolders": True},
                    "textDocument": {
                        "diagnostic": {"dynamicRegistration": False},
                        "completion": {"completionItem": {"snippetSupport": False}},
                        "hover": {"contentFormat": ["markdown"]},
                    },
                    "notebookDocument": {
                        "synchronization": {"dynamicRegistration": False}
                    },
                },
            },
        )
        self._notify("initialized", {})
        notebook = {
            "uri": NOTEBOOK,
            "notebookType": "jupyter-notebook",
            "version": 0,
            "cells": [],
        }
        self._notify(
            "notebookDocument/didOpen",
            {"notebookDocument": notebook, "cellTextDocuments": []},
        )

    async def _ask(self, method: str, params: Json) -> Any:
        if self._ended:
            raise ServerEndedError
        number = next(self._ids)
        answer = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        self._send({"id": number, "method": method, "params": params})
        return await answer

    def _notify(self, method: str, params: Json) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Json) -> None:
        assert self._writer is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                header = await reader.readuntil(b"\r\n\r\n")
                length = int(header.lower().split(b"content-length:")[1].split()[0])
                self._take(json.loads(await reader.readexactly(length)))
        except (asyncio.IncompleteReadError, OSError):
            self._ended = True
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(ServerEndedError())

    def _take(self, message: Json) -> None:
        if "method" in message:
            if "id" in message:
                items = message.get("params", {}).get("items", [])
                is_settings = message["method"] == "workspace/configuration"
                result = [SETTINGS for _ in items] if is_settings else None
                self._send({"id": message["id"], "result": result})
            return
        answer = self._answers.pop(message["id"], None)
        if answer is not None and not answer.done():
            answer.set_result(message.get("result"))


class ServerEndedError(Exception):
    """The language server has ended."""
