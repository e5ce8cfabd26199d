"""What a notebook shows of a cell that runs."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from cell_run import CellRun
from deno_kernel import Message
from jupyter_client.session import Session
from language_server import ServerEndedError
from loaded_library import LoadedLibrary
from traces import Traces
from type_check import TypeCheck, shown_problems

FAILURES = {
    "rejection": "A promise that nobody awaits has failed. "
    "Write `await` before what returns it, to see where:",
    "callback": "This was thrown in a timer or an event, outside any cell:",
}
UNAWAITED = (
    "{} still running, and this cell did not wait: was an `await` forgotten? "
    "What it prints will appear under other cells.\n"
)


class Outputs:
    """Publishes what Deno puts out, and what there is to say about it."""

    def __init__(
        self,
        session: Session,
        socket: Any,
        topic: Callable[[str], bytes],
        traces: Traces,
        types: TypeCheck,
        library: LoadedLibrary,
    ) -> None:
        self._session, self._socket, self._topic = session, socket, topic
        self._traces, self._types, self._library = traces, types, library
        self._tasks: set[asyncio.Future[None]] = set()

    def take(self, run: CellRun, message: Message) -> None:
        """Passes on what Deno has put out."""
        kind, content = message["header"]["msg_type"], message["content"]
        if kind == "error":
            run.error = content  # its trace is made readable first
        elif kind == "mle_failure":
            task = asyncio.ensure_future(self._say_failure(run, content))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif kind == "mle_unawaited":
            names = [f"`{name}`" for name in content["names"]]
            what = " and ".join(names) or "What listens for Stop"
            self.say(run, UNAWAITED.format(f"{what} {_is_or_are(names)}"))
        else:
            if kind == "stream":
                content["text"] = run.flood.pass_on(content["text"])
                if content["text"] == "":
                    return
            if "execution_count" in content:
                content["execution_count"] = run.number
            metadata, buffers = message["metadata"], message["buffers"]
            run.keep((kind, content, metadata, buffers))
            self.publish(run, kind, content, metadata, buffers)

    def publish(
        self,
        run: CellRun,
        kind: str,
        content: Message,
        metadata: Message | None = None,
        buffers: Sequence[Any] = (),
    ) -> None:
        self._session.send(
            self._socket,
            kind,
            content,
            run.request,
            ident=self._topic(kind),
            metadata=metadata,
            buffers=[*buffers],
        )

    def say(self, run: CellRun, text: str, name: str = "stderr") -> None:
        content = {"name": name, "text": text}
        run.keep(("stream", content, {}, ()))
        self.publish(run, "stream", content)

    async def readable(self, error: Message) -> Message:
        if error["traceback"] == []:  # Deno's own words name lines of its own
            return await self._traces.syntax_error(error["evalue"])
        return {**error, "traceback": await self._traces.readable(error["traceback"])}

    async def _say_failure(self, run: CellRun, content: Message) -> None:
        trace = await self._traces.readable(content["trace"].split("\n"))
        self.say(run, "\n".join([FAILURES[content["what"]], *trace, ""]))

    def say_what_changed(self, run: CellRun) -> None:
        changed = self._library.changed()
        if changed:
            files = " and ".join(changed)
            verb = "has" if len(changed) == 1 else "have"
            self.say(
                run,
                f"{files} {verb} changed since this kernel loaded it: "
                "the old code runs. Restart the kernel to take the new one in.\n",
            )

    async def check_types(self, run: CellRun, cell_id: str, code: str) -> None:
        """Shows what is wrong with a cell's types, above what it has put out."""
        try:
            problems = await self._types.problems(cell_id, code)
        except (ServerEndedError, OSError):
            self._types.give_up()
            self.say(run, "Types are not checked: the language server has ended.\n")
            problems = []
        kept, run.kept = run.kept or [], None
        if problems:
            if kept:
                self.publish(run, "clear_output", {"wait": True})
            self.publish(run, "display_data", shown_problems(problems))
            for output in kept:
                self.publish(run, *output)


def _is_or_are(names: list[str]) -> str:
    return "are" if len(names) > 1 else "is"
